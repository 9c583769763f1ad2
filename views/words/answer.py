"""What the closing words of a comparison say."""

WORDS: dict[str, tuple[str, str]] = {
    "days_less": (
        "{mode} takes {size} working days less from signing to start than {baseline} ({mean} instead of "
        "{base}; {intervals}; less in {count} of {total} replicates).",
        "「{mode}」從簽約到開工比「{baseline}」少{size}個工作日({mean}對{base};{intervals};"
        "{total}次重複中{count}次更少)。",
    ),
    "days_more": (
        "{mode} takes {size} working days more from signing to start than {baseline} ({mean} instead of "
        "{base}; {intervals}; more in {count} of {total} replicates).",
        "「{mode}」從簽約到開工比「{baseline}」多{size}個工作日({mean}對{base};{intervals};"
        "{total}次重複中{count}次更多)。",
    ),
    "days_unsure": (
        "{mode} and {baseline} do not surely differ in working days from signing to start ({mean} and "
        "{base}; {intervals}: zero lies within).",
        "「{mode}」與「{baseline}」從簽約到開工的工作日無確定差別({mean}對{base};{intervals},含零)。",
    ),
    "days_one": (
        "In one replicate {mode} has {mean} working days from signing to start, {baseline} {base}: nothing "
        "says how sure that is.",
        "僅一次重複中,「{mode}」簽約到開工{mean}個工作日,「{baseline}」{base}個:無法判斷其確定程度。",
    ),
    "intervals": ("chance {chance}, one {span} {decade}", "抽樣區間{chance},單個{span}{decade}"),
    "why_less": (
        "Among projects that started, days fall from {base} to {mean}; by cause: {causes}.",
        "僅看已開工項目,工作日由{base}降至{mean};按原因:{causes}。",
    ),
    "why_more": (
        "Among projects that started, days rise from {base} to {mean}; by cause: {causes}.",
        "僅看已開工項目,工作日由{base}升至{mean};按原因:{causes}。",
    ),
    "unchanged": ("Unchanged: {items}.", "無變化:{items}。"),
    "surely_better": ("Better, beyond chance: {items}.", "更優(超出偶然):{items}。"),
    "surely_worse": ("Worse, beyond chance: {items}.", "更差(超出偶然):{items}。"),
    "too_small": (
        "Differs by less than half a per cent: {items}.",
        "差異不足千分之五:{items}。",
    ),
    "not_sure": (
        "Not sure, zero lies within chance: {items}.",
        "不確定(抽樣區間含零):{items}。",
    ),
    "decade_stands": (
        "In one real {span} {items} would stand out from luck; the other headlines need not show it.",
        "在單個真實的{span}中,{items}可從運氣中顯現,其餘主要結果未必可見。",
    ),
    "decade_none": (
        "In one real {span} no headline would surely stand out from luck.",
        "在單個真實的{span}中,沒有一項主要結果可確定地從運氣中顯現。",
    ),
    "approvals_part": (
        "Approvals alone ({approval}) bring {days} of the {whole} working days that {mode} saves, {share} %.",
        "僅改審批(「{approval}」)可帶來「{mode}」所省{whole}個工作日中的{days}個,即{share}%。",
    ),
    "approvals_other": (
        "Approvals alone ({approval}) change the working days by {days}, {mode} by {whole}.",
        "僅改審批(「{approval}」)使工作日變化{days},「{mode}」變化{whole}。",
    ),
    "doubted": (" (?) is not beyond chance.", "(?)未超出抽樣誤差。"),
    "pays": ("Who pays under {mode}: {items}.", "「{mode}」下的代價:{items}。"),
    "loses": ("Worse off beyond chance under {mode}: {items}.", "「{mode}」下境況變差(超出偶然):{items}。"),
    "loses_some": (
        "{title} of {count} of {total} {kind}, most of {group} ({size})",
        "{total}個{kind}中{count}個的{title},以{group}為甚({size})",
    ),
    "loses_one": ("{title} of {group} ({size})", "{group}的{title}({size})"),
    "nobody_loses": (
        "Nobody listed here is surely worse off under {mode}.",
        "「{mode}」下所列各方均無確定的損失。",
    ),
    "nobody_pays": (
        "None of the costs shown here rises under {mode}.",
        "「{mode}」下所列各項代價均未上升。",
    ),
}
