"""Files to start from: a commented scenario, mode or design that passes the check as it is."""

import re
from pathlib import Path

from crosspark.governance.errors import FILE, BadInput, Text, suggestion, unwritable

_SCENARIO = """\
# A scenario: a district, its conditions and a horizon. Check it with: crosspark check {file}
#
# Write figures with their unit (1200 mu, 5 亿元, 10 working days); shares and counts may stand alone.
# Where you know more: {{value: 1200 mu, range: [900 mu, 1500 mu], grade: statistic, source: where from}}.
# Grades are statistic, study and assumption. A bare figure is an assumption, from half to double.
id: {id}
title_en: My district
title_zh: 我的區

# Everything that is not said here is Wenjiang's. An empty value takes away what is inherited, a list
# (such as procedures) replaces the inherited one as a whole.
extends: wenjiang

# How the district is managed now: the baseline of every comparison.
present: present

demand:
  leads: 100 leads/year              # at most, if every lead hears of the district
  signed_per_year: 43 projects/year  # under the present mode
  # cycle_amplitude: 0.3             # boom and slump; the inherited 0 is none

parks:
  medical_city:
    posts: 90
    fund: 15 亿元
    # collective: 9000 mu
    # subdistricts: [yongning, tianfu, gongping]

# To take out a park, leave its name empty and give its sub-districts to another, or take them out too:
# parks:
#   modern_agriculture:
# subdistricts:
#   hesheng:
#   wanchun:
#   shouan:

# To have several parks of a kind: each copy (medical_city_2, …) has copies of its sub-districts. What is
# written under its name above changes that copy alone.
# copies: {{medical_city: 4}}

# A flow chart of your own. It replaces the inherited one, so name every procedure, in its order. Who
# reviews is a department (crosspark list parameters shows them) or a server.
# servers:
#   assessors:
#     title_en: Environmental assessors
#     title_zh: 環評機構
#     per: district                 # or park, subdistrict: so many posts in each
#     posts: 3
#     target_utilisation: 0.7
# procedures:
#   - id: registration
#     title_en: Registration
#     title_zh: 公司注冊
#     stage: registration           # or initiation, planning, construction_filing
#     reviews:
#       - {{server: market_supervision, hours: 6 hours}}
#     own_days: 1 working day       # the enterprise's own time
#     statutory_days: 0 working days
#   - id: land
#     title_en: Supply of land
#     title_zh: 土地供應
#     stage: planning
#     reviews:
#       - {{server: land_planning, hours: 12 hours}}
#       - {{server: finance, hours: 6 hours}}
#     own_days: 5 working days
#     statutory_days: 14 working days
#     after: [registration]         # what must be finished before
#     quota: true                   # it uses land quota
#   - id: assessment
#     title_en: Environmental assessment
#     title_zh: 環境影響評價
#     stage: construction_filing
#     reviews:
#       - {{server: assessors, hours: 30 hours}}
#     own_days: 3 working days
#     statutory_days: 5 working days
#     after: [registration]
#     assumes: [land]               # what it takes on assumption where threads run ahead
"""

_SCENARIO_ZH = """\
# 情景:一個區、其條件與模擬年限。檢查:crosspark check {file}
#
# 數字連同單位書寫(1200 畝、5 億元、10 工作日);份額與個數可不帶單位。
# 所知更多時:{{value: 1200 畝, range: [900 畝, 1500 畝], grade: statistic, source: 出處}}。
# 等級為 statistic(統計)、study(研究)、assumption(假設)。只寫數字即為假設,範圍自一半至兩倍。
id: {id}
title_en: My district
title_zh: 我的區

# 此處未寫的一概沿用溫江。空值去掉所繼承的內容;列表(如 procedures)整個取代所繼承的列表。
extends: wenjiang

# 現行的管理模式:各項比較的基準。
present: present

demand:
  leads: 100 條線索/年           # 所有線索都知道本區時的上限
  signed_per_year: 43 個項目/年  # 現行模式下
  # cycle_amplitude: 0.3             # 繁榮與衰退的幅度;所繼承的0為無週期

parks:
  medical_city:
    posts: 90
    fund: 15 億元
    # collective: 9000 畝
    # subdistricts: [yongning, tianfu, gongping]

# 要去掉一個園區,將其名下留空,並把其鎮街劃給其他園區或一併去掉:
# parks:
#   modern_agriculture:
# subdistricts:
#   hesheng:
#   wanchun:
#   shouan:

# 要有多個同類園區:每個副本(medical_city_2 等)帶有其鎮街的副本;在上面以副本之名書寫的只改變該副本。
# copies: {{medical_city: 4}}

# 自己的流程圖。列表整個取代所繼承的流程,因此須按順序寫出每一道手續。
# 審查者為部門(見 crosspark list parameters)或服務機構(servers)。
# servers:
#   assessors:
#     title_en: Environmental assessors
#     title_zh: 環評機構
#     per: district                 # 或 park、subdistrict:每處各有這麼多崗位
#     posts: 3
#     target_utilisation: 0.7
# procedures:
#   - id: registration
#     title_en: Registration
#     title_zh: 公司注冊
#     stage: registration           # 或 initiation、planning、construction_filing
#     reviews:
#       - {{server: market_supervision, hours: 6 小時}}
#     own_days: 1 工作日            # 企業自身用時
#     statutory_days: 0 工作日
#   - id: land
#     title_en: Supply of land
#     title_zh: 土地供應
#     stage: planning
#     reviews:
#       - {{server: land_planning, hours: 12 小時}}
#       - {{server: finance, hours: 6 小時}}
#     own_days: 5 工作日
#     statutory_days: 14 工作日
#     after: [registration]         # 必須先完成的手續
#     quota: true                   # 使用用地指標
#   - id: assessment
#     title_en: Environmental assessment
#     title_zh: 環境影響評價
#     stage: construction_filing
#     reviews:
#       - {{server: assessors, hours: 30 小時}}
#     own_days: 3 工作日
#     statutory_days: 5 工作日
#     after: [registration]
#     assumes: [land]               # 並行時先行假定其結果的手續
"""

_MODE = """\
# A mode: a way to manage the parks of a district. Check it with: crosspark check {file}
kind: variant
title: {{en: My mode, zh: 我的模式}}
description: {{en: "What is changed, and why.", zh: "改了什麼,為什麼。"}}

# Everything that is not said here is this mode's.
extends: present

# Clauses by id, each with its intensity from 0 (off) to 1. All of them: crosspark list clauses
clauses:
  S1: 1
  # M1: 0.5

# Figures of the institution, with their unit. All of them: crosspark list parameters
# parameters:
#   headquarters.meeting_interval: 10 working days
"""

_MODE_ZH = """\
# 模式:管理一個區各園區的方式。檢查:crosspark check {file}
kind: variant
title: {{en: My mode, zh: 我的模式}}
description: {{en: "What is changed, and why.", zh: "改了什麼,為什麼。"}}

# 此處未寫的一概沿用此模式。
extends: present

# 條款按編號書寫,強度自 0(關)至 1。全部條款:crosspark list clauses --lang zh
clauses:
  S1: 1
  # M1: 0.5

# 制度的數值,連同單位。全部數值:crosspark list parameters --lang zh
# parameters:
#   headquarters.meeting_interval: 10 工作日
"""

_DESIGN = """\
# A design: what a sweep runs. Check it with: crosspark check {file}
# Run it with: crosspark sweep {file} --out {id}_runs     (the same command goes on after any end)

# Districts and modes: names or files, one or a list of them. Each runs at every point.
scenario: wenjiang
modes: [present, approval_only, one_plus_two]

# What varies, by path. All paths with unit and range: crosspark list parameters
vary:
  # A range, within the parameter's own; write nothing for the whole of that.
  headquarters.meeting_interval: [5 working days, 20 working days]
  economy.self_interest:
  # Values that are named.
  demand.leads: {{values: [60 leads/year, 90 leads/year]}}
  # A clause at an intensity, in every mode.
  # clauses.S1: [0, 1]

# How points are laid into the ranges: sobol (a power of two), halton or latin_hypercube. With values
# alone leave it out: every combination is run.
sample: {{method: sobol, size: 16, seed: 1}}

# Or name the points one by one, instead of vary and sample:
# points:
#   - {{headquarters.meeting_interval: 5 working days, clauses.S1: 1}}
#   - {{headquarters.meeting_interval: 20 working days}}

# Runs of each mode at each point. A replicate has the same luck in every mode and at every point.
replicates: 2
seed: 1
# years: 10                          # the scenario's unless given
"""

_DESIGN_ZH = """\
# 研究設計:一次參數掃描所要運行的內容。檢查:crosspark check {file}
# 運行:crosspark sweep {file} --out {id}_runs     (無論如何中斷,同一命令可接續)

# 情景與模式:名稱或文件,一個或列表。每個取值點上各運行一遍。
scenario: wenjiang
modes: [present, approval_only, one_plus_two]

# 變動的參數,按路徑書寫。全部路徑、單位與範圍:crosspark list parameters --lang zh
vary:
  # 範圍,須在該參數自身範圍之內;留空即取其全部範圍。
  headquarters.meeting_interval: [5 工作日, 20 工作日]
  economy.self_interest:
  # 列出取值。
  demand.leads: {{values: [60 條線索/年, 90 條線索/年]}}
  # 條款強度,對每種模式都設定。
  # clauses.S1: [0, 1]

# 取值點如何分布:sobol(個數為2的冪)、halton 或 latin_hypercube。若只列取值,可不寫:所有組合都運行。
sample: {{method: sobol, size: 16, seed: 1}}

# 或不用 vary 與 sample,逐個寫出取值點:
# points:
#   - {{headquarters.meeting_interval: 5 工作日, clauses.S1: 1}}
#   - {{headquarters.meeting_interval: 20 工作日}}

# 每種模式在每個取值點的次數。同一次重複在各模式、各取值點下隨機數相同。
replicates: 2
seed: 1
# years: 10                          # 不寫則為情景的年限
"""

TEMPLATES = {
    "scenario": (_SCENARIO, _SCENARIO_ZH),
    "mode": (_MODE, _MODE_ZH),
    "design": (_DESIGN, _DESIGN_ZH),
}


def write_template(kind: str, path: str | Path, lang: str = "en") -> Path:
    """Write a commented file to start from, and return its path; a file that exists is left alone.

    Parameters
    ----------
    kind : str
        ``scenario``, ``mode`` or ``design``.
    path : str or Path
        Where to write; the file's name becomes the id of what it describes.
    lang : {"en", "zh"}
        Of the comments.
    """
    path = Path(path)
    if kind not in TEMPLATES:
        raise BadInput("<new>", None, "kind", kind, suggestion(kind, TEMPLATES, "kind of file", "文件種類"))
    name = re.sub(r"\W", "_", path.stem, flags=re.ASCII).strip("_").lower()
    text = TEMPLATES[kind][lang == "zh"].format(file=path, id=name if name[:1].isalpha() else f"my_{kind}")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        hint = Text("choose another name", "請另取一個名稱")
        raise BadInput(str(path), None, FILE, Text("there already", "已存在"), hint) from None
    except OSError as error:
        raise BadInput(str(path), None, FILE, path.name, unwritable(error, path.parent)) from None
    return path
