"""What organisations, resources and duties are called."""

from crosspark.model.reasons import RESOURCE_NAMES

#: Organisations and resources, as runs name them.
NAMES: dict[str, tuple[str, str]] = {
    "headquarters": ("Headquarters", "指揮部"),
    "promotion_centre": ("Promotion centre", "產業促進中心"),
    "committee": ("Management committees", "管委會"),
    "park": ("Parks", "園區"),
    "subdistrict": ("Sub-districts", "鎮街"),
    "department": ("Departments", "部門"),
    "segment": ("Segments", "產業"),
    "size": ("Projects by size", "按規模分的項目"),
    "rank": ("Projects by rank", "按重要程度分的項目"),
    "enterprises": ("Enterprises by age", "按新舊分的企業"),
    **RESOURCE_NAMES,
}

#: What hours go to, as runs name it.
DUTIES: dict[str, tuple[str, str]] = {
    "research": ("research", "研究"),
    "attraction": ("attraction", "招商"),
    "service": ("landing service", "落地服務"),
    "subdistrict.service": ("social work and public service", "社會管理與公共服務"),
    "operation": ("operation", "運營"),
    "planning": ("planning and coordination", "規劃與協調"),
    "social": ("social work", "社會事務"),
    "park_matters": ("park matters", "園區事項"),
    "park_cases": ("park cases", "園區案件"),
    "other_duties": ("other duties", "其他職責"),
    "idle_for_parks": ("kept free for park cases", "待辦園區案件"),
    "consents": ("rounds of consent", "逐家會商"),
    "meetings": ("meetings of the headquarters", "指揮部會議"),
    "joint_office": ("joint office", "聯合辦公"),
    "micro_centre": ("micro service centre", "政務服務微中心"),
    "score": ("the score itself", "應付考核"),
    "learning": ("learning", "學習適應"),
    "switching": ("switching between duties", "職責切換"),
    "spare": ("spare", "富餘"),
    "leaders": ("leaders", "領導"),
}
