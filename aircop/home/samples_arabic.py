"""Invented content of the gallery's Arabic page: one seizure as it reads from right to left."""

from datetime import UTC, datetime, timedelta

from aircop.home.samples import SEEN

crumbs = [{"label": "الضبطيات", "href": "#"}, {"label": "فرقة عمل مطار القاهرة", "href": "#"}]

steps = [
    {"label": "مسودة", "state": "done", "note": "هدى سليمان"},
    {"label": "مُقدَّمة", "state": "current", "note": "بانتظار المشرف"},
    {"label": "معتمدة", "state": "todo"},
    {"label": "مقفلة", "state": "todo"},
]

tabs = [
    {"label": "ملخص", "href": "#", "current": True, "count": None},
    {"label": "المواد", "href": "#", "current": False, "count": 2},
    {"label": "المشاركة", "href": "#sharing", "current": False, "count": 3},
]

summary = [
    {"label": "المضبوطات", "value": "أقراص كبتاغون، 18600 قرص", "note": "بالعدّ", "href": "#"},
    {"label": "الإخفاء", "value": "قاع مزدوج في حقيبة", "href": "#"},
    {"label": "الرحلة", "value": "", "missing": True, "href": "#"},
    {"label": "الموقوفون", "value": "شخص واحد"},
]

history = [
    {"at": SEEN + timedelta(hours=1), "who": "هدى سليمان", "unit": "الجمارك المصرية", "text": "عدّلت حقلاً واحداً.",
     "icon": "pencil", "changes": [{"label": "العدد", "old": "18000", "new": "18600"}]},
    {"at": SEEN, "who": "هدى سليمان", "unit": "الجمارك المصرية", "text": "سجّلت الضبطية.", "icon": "plus"},
]  # fmt: skip

shares = [
    {"who": "فرقة عمل مطار القاهرة", "kind": "فرقة عمل", "level": "إدارة", "identities": True, "reason": "ضبطيتها",
     "by": "", "until": None, "end": ""},
    {"who": "جمارك الأردن", "kind": "جهة", "level": "اطّلاع", "identities": False, "reason": "المسار نفسه",
     "by": "", "until": datetime(2027, 6, 30, tzinfo=UTC), "end": ""},
]  # fmt: skip
