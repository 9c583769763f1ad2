"""Files to start from: a commented scenario or mode that passes the check as it is."""

import re
from pathlib import Path

from crosspark.governance.errors import BadInput, suggestion

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
  M1: 0.5

# Figures of the institution, with their unit. All of them: crosspark list parameters
parameters:
  headquarters.meeting_interval: 10 working days
"""

TEMPLATES = {"scenario": _SCENARIO, "mode": _MODE}


def write_template(kind: str, path: str | Path) -> Path:
    """Write a commented file to start from, and return its path; a file that exists is left alone.

    Parameters
    ----------
    kind : str
        ``scenario`` or ``mode``.
    path : str or Path
        Where to write; the file's name becomes the id of what it describes.
    """
    path = Path(path)
    if kind not in TEMPLATES:
        raise BadInput("<new>", None, "kind", kind, suggestion(kind, TEMPLATES, "kind of file"))
    name = re.sub(r"\W", "_", path.stem, flags=re.ASCII).strip("_").lower()
    text = TEMPLATES[kind].format(file=path, id=name if name[:1].isalpha() else f"my_{kind}")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise BadInput(str(path), None, "the file", "there already", "choose another name") from None
    except OSError as error:
        raise BadInput(str(path), None, "the file", path.name, error.strerror or "cannot write") from None
    return path
