"""What the page for a decision says: its headings, its table and its sentences."""

WORDS: dict[str, tuple[str, str]] = {
    "page_question": ("Question", "問題"),
    "page_conclusion": ("Conclusion △", "結論 △"),
    "page_approvals": ("What approvals alone would bring △", "僅改審批能帶來什麼 △"),
    "page_seven": ("Seven indicators, and started projects △", "七項指標與開工項目 △"),
    "page_costs": ("Cost, and who loses △", "代價與受損者 △"),
    "page_fails": ("When it does not hold △", "何時不成立 △"),
    "page_first": ("What to do first △", "先做什麼 △"),
    "page_assumed": ("What rests on assumption", "哪些依賴假設"),
    "page_ask": (
        "{scenario}: would “{mode}” do better than “{baseline}” over {years} years, with {means}?",
        "{scenario}:在{means}的條件下,「{mode}」{years}年內是否優於「{baseline}」?",
    ),
    "means.equal_means": (
        "the same posts, money, land quota and leads",
        "崗位、資金、用地指標與線索相同",
    ),
    "means.as_written": (
        "the posts of its new bodies on top of the same means",
        "資源相同而新設機構另增崗位",
    ),
    "means.at_its_best": ("the same means, each used at its best", "資源相同且各自用到最佳"),
    "page_mixed": (
        "In part. Better beyond chance: {better}. Worse beyond chance: {worse}.",
        "部分是。更優(超出偶然):{better}。更差(超出偶然):{worse}。",
    ),
    "page_yes": (
        "Yes, on these assumptions. Better beyond chance: {better}. Surely worse: none of the seven.",
        "在這些假設下是。更優(超出偶然):{better}。七項中無一確定更差。",
    ),
    "page_no": (
        "No. Worse beyond chance: {worse}. Surely better: none of the seven.",
        "否。更差(超出偶然):{worse}。七項中無一確定更優。",
    ),
    "page_alike": (
        "Neither: none of the seven differs beyond chance and by half a per cent or more.",
        "無從區分:七項均無超出偶然且達千分之五的差異。",
    ),
    "page_one": (
        "One replicate says nothing of how sure anything is: take --replicates 16.",
        "僅一次重複,無從判斷確定程度:請用 --replicates 16。",
    ),
    "page_rest": (
        "Neither better nor worse beyond chance and half a per cent: {items}.",
        "未見超出偶然且達千分之五的優劣:{items}。",
    ),
    "page_others": ("the other {count}", "其餘{count}項"),
    "page_stays": (
        "Where parameters and readings are not known, the better ones stay better in {low} to {high} of "
        "{total} futures, least often {title}.",
        "參數與讀法未知時,上述更優項在{total}種未來中的{low}至{high}種仍更優,最少者為{title}。",
    ),
    "page_stays_all": (
        "Where parameters and readings are not known, the better ones stay better in {low} of {total} "
        "futures.",
        "參數與讀法未知時,上述更優項在{total}種未來中的{low}種仍更優。",
    ),
    "page_no_approvals": (
        "Approvals alone ({mode}) are not among the modes of this comparison.",
        "本次比較不含僅改審批的模式({mode})。",
    ),
    "page_is_approvals": ("This is approvals alone.", "此即僅改審批。"),
    "page_against": ("Against approvals alone, “{mode}” is {items}.", "與僅改審批相比,「{mode}」{items}。"),
    "page_better_in": ("surely better in {items}", "確定更優:{items}"),
    "page_worse_in": ("surely worse in {items}", "確定更差:{items}"),
    "page_unsure_in": ("not surely different in {items}", "無確定差別:{items}"),
    "page_approvals_column": ("approvals", "僅審批"),
    "page_change": ("change", "變化"),
    "page_chance": ("chance", "抽樣"),
    "page_luck": ("luck", "運氣"),
    "page_futures": ("futures", "未來"),
    "page_table": (
        "Change, approvals: less “{baseline}”. Chance: ± 95 % of the mean of {replicates} replicates. Luck: "
        "± 95 % of one real {span}, which nothing narrows.",
        "變化、僅審批:減「{baseline}」。抽樣:{replicates}次重複均值的95%誤差(±)。運氣:單個真實{span}的"
        "95%範圍(±),無法縮小。",
    ),
    "page_table_futures": (
        "Futures: better in so many, of parameters and readings drawn anew.",
        "未來:參數與讀法另取的各種未來中更優者。",
    ),
    "page_table_fewer": (
        "Of fewer than {total}: no project was signed in the others.",
        "分母小於{total}者:其餘未來中無項目簽約。",
    ),
    "page_no_futures": (
        "No futures and no other scenarios were run, so nothing is known here; give --futures 20.",
        "未模擬其他未來與情景,此處無從得知;請用 --futures 20。",
    ),
    "page_holds": (
        "In all {total} futures what is better here stays better.",
        "{total}種未來中,此處更優各項均仍更優。",
    ),
    "page_nothing_better": ("Nothing is surely better here that could turn.", "本無確定更優者,無從反轉。"),
    "page_turns": (
        "Of {total} futures it is not better (in brackets: surely worse) in: {items}.",
        "{total}種未來中未更優者(括號內為確定更差):{items}。",
    ),
    "page_turn": ("{title} {count} ({surely})", "{title}{count}({surely})"),
    "page_turns_reading": (
        "Where the text is read as “{reading}” ({question}): {items}.",
        "原文讀作「{reading}」({question})時:{items}。",
    ),
    "page_only": (
        "{title} better in {count} of {total} futures (in the others {count_else} of {total_else})",
        "{title}{total}種未來中{count}種更優(其餘{total_else}種中{count_else}種)",
    ),
    "page_goes_with": (
        "{title}: the higher “{parameter}”, the {way} the change (rank correlation {size} over futures).",
        "{title}:「{parameter}」越高,變化越{way}(未來間等級相關{size})。",
    ),
    "page_way_up": ("higher", "大"),
    "page_way_down": ("lower", "小"),
    "page_besides": (
        "Other scenarios ({replicates} replicates): {items}.",
        "其他情景(各{replicates}次重複):{items}。",
    ),
    "page_turned": ("“{scenario}”: {items} surely worse", "「{scenario}」:{items}確定更差"),
    "page_unsure": ("“{scenario}”: {items} no longer surely better", "「{scenario}」:{items}不再確定更優"),
    "page_as_here": ("as here: {items}", "與此處一致:{items}"),
    "page_start": (
        "{clause} “{name}” does most by itself, on top of {baseline}, for {items}{cost}.",
        "{clause}「{name}」單獨加於「{baseline}」時作用最大:{items}{cost}。",
    ),
    "page_start_item": (
        "{title} ({size}; all of it {whole})",
        "{title}({size};全部為{whole})",
    ),
    "page_start_cost": ("; cost: {items}", ";代價為{items}"),
    "page_start_source": (
        "(Stored study, {replicates} replicates; crosspark explain {clause}.)",
        "(隨附的逐條研究,{replicates}次重複;crosspark explain {clause}。)",
    ),
    "page_grades": (
        "Inputs: {measured} measured ●, {study} from a study ○, {text} from the text §, {assumed} assumed △.",
        "輸入:實測 ● {measured},研究 ○ {study},原文所定 § {text},假設 △ {assumed}。",
    ),
    "page_caveat": (
        "Chance and luck hold parameters at their middle values and the text at one reading; {futures}. This "
        "is a reading of mechanisms, no forecast.",
        "抽樣與運氣兩欄均取參數中值與一種讀法;{futures}。這是對機制的解讀,不是預測。",
    ),
    "page_caveat_futures": (
        "only the futures vary them, within ranges that are assumed too",
        "只有未來一欄使其變動,而範圍本身亦為假設",
    ),
    "page_caveat_none": ("nothing here varies them", "此處均未使其變動"),
    "short.fiscal_npv": ("Fiscal NPV (亿元)", "財政淨現值(億元)"),
    "short.days_to_start": ("Signing to start (days)", "簽約到開工(工作日)"),
    "short.service_level": ("Sub-district service (%)", "鎮街服務水平(%)"),
    "short.other_backlog": ("Other-duty backlog (%)", "其他職責積壓(%)"),
    "short.started": ("  started (projects)", "  開工(個)"),
}
