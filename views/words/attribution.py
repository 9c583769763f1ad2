"""What an attribution says: its tables, its figure and its closing words."""

WORDS: dict[str, tuple[str, str]] = {
    "attribution": (
        "{scenario}: which part of “{mode}” does the work, against “{baseline}”",
        "{scenario}:「{mode}」的哪部分在起作用(對照「{baseline}」)",
    ),
    "attribution_exact": (
        "{players} parts · every one of their {coalitions} combinations run {replicates} times on common "
        "random numbers · {years} years · seed {seed}",
        "{players}個部分 · 其{coalitions}種組合各模擬{replicates}次,共用隨機數 · {years}年 · 種子{seed}",
    ),
    "attribution_sampled": (
        "{players} parts · {orders} sampled orders in which they come, {coalitions} combinations run "
        "{replicates} times on common random numbers · {years} years · seed {seed}",
        "{players}個部分 · 抽取{orders}種加入順序,{coalitions}種組合各模擬{replicates}次,共用隨機數 · "
        "{years}年 · 種子{seed}",
    ),
    "set_besides": ("set besides (U, parameters)", "其他設定(U、參數)"),
    "whole_effect": ("Whole effect", "總效應"),
    "brings": ("brings", "貢獻"),
    "alone_short": ("alone", "單獨"),
    "missing_short": ("added last", "最後加入"),
    "stacked": ("in order", "依序"),
    "pairs_higher": ("Higher together than the sum of both{remark}", "合計高於兩者之和{remark}"),
    "pairs_lower": ("Lower together than the sum of both{remark}", "合計低於兩者之和{remark}"),
    "complements": (" (for the better: complements)", "(更優,互補)"),
    "substitutes": (" (for the worse: substitutes)", "(更差,替代)"),
    "no_pairs": ("No pair stands out from chance.", "沒有超出抽樣誤差的成對作用。"),
    "some_replicates": (
        "{count} of {total} replicates: in the others some combination has no value.",
        "{total}次重複中的{count}次:其餘重複中有組合無取值。",
    ),
    "attribution_reading": (
        "Brings: the Shapley value, what a part adds on average over all orders in which the parts could "
        "come; the parts and what is set besides add up to the whole. 95 %: chance alone. Alone: the part "
        "with no other. Added last: what it brings on top of all others. In order: what it adds in the order "
        "of the source, which is one order of many. Wired: a clause of it moves the indicator by definition. "
        "△ all of it rests on assumptions.",
        "貢獻:沙普利值,即各部分以所有可能順序加入時平均增加的量;各部分與其他設定之和等於總效應。95%:"
        "僅含抽樣誤差。單獨:只有該部分時。最後加入:在其餘各部分之上由它帶來的量。依序:按原文順序加入時增加的量,"
        "只是眾多順序之一。直接關聯:其中條款按定義直接改變該指標。△ 均依賴假設。",
    ),
    "pairs_reading": (
        "Pairs: what two parts bring together beyond what each brings by itself. Those are shown whose 95 % "
        "interval by chance leaves out zero; of pairs that bring nothing, one in twenty does so too.",
        "成對:兩部分合在一起所得,超出各自所得之和的部分。僅列95%抽樣區間不含零者;本無作用的成對,"
        "亦有二十分之一會如此。",
    ),
    "led_surely": (
        "{indicator}: the largest part comes through {first}, {value} of {whole}; surely more than through "
        "{second}, {next}.",
        "{indicator}:最大的一份來自「{first}」,{value}(總效應{whole});確定大於「{second}」({next})。",
    ),
    "led": (
        "{indicator}: the largest part comes through {first}, {value} of {whole}; whether that is more than "
        "through {second}, {next}, is not sure.",
        "{indicator}:最大的一份來自「{first}」,{value}(總效應{whole});是否大於「{second}」({next})尚不確定。",
    ),
    "led_no_part": (
        "{indicator}: the largest part of the whole effect, {whole}, is {first}, {value}; it is not sure "
        "that this part does anything, zero lies within chance.",
        "{indicator}:總效應{whole},最大的部分為「{first}」,{value};該部分是否起作用尚不確定(抽樣區間含零)。",
    ),
    "led_alone": (
        "{indicator}: all of it is done by {first}, {value} of {whole}.",
        "{indicator}:全部由「{first}」帶來,{value}(總效應{whole})。",
    ),
    "led_unsure": (
        "{indicator}: the whole effect, {whole}, does not surely differ from zero; the largest part is "
        "{first}, {value}.",
        "{indicator}:總效應{whole},與零無確定差別;最大的部分為「{first}」,{value}。",
    ),
    "led_nothing": ("{indicator}: no part changes it.", "{indicator}:各部分均不改變它。"),
    "led_unknown": (
        "{indicator}: no replicate has a value in every combination.",
        "{indicator}:沒有一次重複在所有組合下都有取值。",
    ),
    "led_one": (
        "{indicator}: in one replicate the largest part comes through {first}, {value} of {whole}: nothing "
        "says how sure that is.",
        "{indicator}:僅一次重複中,最大的一份來自「{first}」,{value}(總效應{whole}):無法判斷其確定程度。",
    ),
    "works_against": ("Against it works {part}, {value}.", "起反作用的是「{part}」,{value}。"),
    "part_costs": (
        "{indicator} {whole}, mostly through {part}, {value}",
        "{indicator}{whole},主要由於{part},{value}",
    ),
    "part_costs_unsure": (
        "{indicator} {whole}; the largest part is {part}, {value}, which is not sure",
        "{indicator}{whole},最大的部分為{part},{value},尚不確定",
    ),
    "attribution_costs": ("What it costs, beyond chance: {items}.", "代價(超出抽樣誤差):{items}。"),
    "attribution_no_costs": (
        "None of the costs that are looked at rises beyond chance.",
        "所察看的各項代價均未超出抽樣誤差地上升。",
    ),
    "stability": (
        "Over {sets} further parameter sets △",
        "在另外{sets}組參數下 △",
    ),
    "rank": ("rank", "名次"),
    "first_in": ("first in", "居首"),
    "same_rank": ("same rank in", "名次不變"),
    "same_sign": ("same sign in", "方向不變"),
    "lowest": ("lowest", "最低"),
    "highest": ("highest", "最高"),
    "stable": (
        "{indicator}: {first} is first in {count} of {sets} further parameter sets; all ranks are as here in "
        "{kept}, the whole effect has the same sign in {whole}.",
        "{indicator}:在另外{sets}組參數中,「{first}」有{count}組居首;全部名次不變的有{kept}組,"
        "總效應方向不變的有{whole}組。",
    ),
    "figure_attribution": ("what each part brings", "各部分的貢獻"),
}
