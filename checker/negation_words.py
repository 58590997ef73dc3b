"""The words that turn the meaning of what stands beside them, by language. Pure data.

``NEGATIONS`` stand before what they deny, with ``AUXILIARIES`` between them at most; what is in
``NEGATIONS_AFTER`` stands right behind it. A language that is in none has no guard against quotes
that are cut off from their negation, which is said where pages are read.
"""

from __future__ import annotations

import re
from functools import lru_cache

NEGATIONS: dict[str, str] = {
    "ar": "لم لن لا ليس ليست ليسوا ليسا لست لسنا ما كلا دون بدون بلا "
    "غير الغير بغير لغير عدم بعدم لعدم",
    "de": "nicht kein keine keinen keinem keiner keines nie niemals niemand nichts ohne weder noch",
    "en": "not no never without neither nor cannot non",
    "es": "no nunca jamás sin ni tampoco nadie ningún ninguna ninguno",
    "fa": "نه هیچ بدون غیر نمی هرگز بی عدم",
    "fr": "pas ne non jamais sans",
    "he": "לא אין אינו אינה אינם אינן איני אינני בלי ללא מבלי טרם לעולם",
    "it": "non mai senza né nessun nessuna nessuno neppure neanche nemmeno",
    "pt": "não nunca jamais sem nem tampouco nenhum nenhuma ninguém",
    "ru": "не ни нет без никогда нельзя никто ничего",
    "tr": "hiç hiçbir asla ne",
    "uk": "не ні немає без ніколи ніхто нічого нема",
    "ur": "نہیں نہ بغیر بلا کبھی غیر مت",
    "zh": "不 没 沒 未 無 无 非 没有 沒有 並非 并非 从未 從未 不是 不会 不會",
    "th": "ไม่ มิ ไร้ ไม่ได้ มิได้",
}
# No negations. «إلا» is "except", and before «أن» "however"; «ألا», which folds alike, is "not to".
# «ما» before what something led to, cost or means, or what somebody said of it, is "which".
EXCEPT = re.compile(
    r"[وف]?(?:إلا\b|[اأ]لا\s+[اأ]ن\b)|(?<=whether or )not\b"
    r"|ما\s+(?:[اإ]ذا\b|تم\b|\w{3,}ه\b|(?:ي|ت|س[يت])?"
    r"(?:[اأؤ]د[ىيت]|[اأ]?سفر|[اأ]?وقع|[اأ]?ثار|[اأ]?ثير|دفع|عني|شير|جعل|تسبب|[اأ]?ضطر|عكس|عد"
    r"|عتبر|مثل|شكل|[اأ]?كد|ؤكد|دل\b|خلف|سمى))",
    re.IGNORECASE,
)
# Words that may stand between a negation and what it denies: what follows them is cut off from
# it just as badly ("did not have | talks"). Not "only", after which the words hold.
AUXILIARIES: dict[str, str] = {
    "ar": "كان كانت كانوا يكن تكن يكونوا يكون تكون تم تمت يتم تتم يعد تعد يجر تجر يحدث تحدث "
    "يوجد توجد يمكن يجب يجوز ينبغي هناك ثمة أي أية",
    "de": "der die das den dem ein eine einen einem einer zu mehr so haben hat sein ist war worden",
    "en": "be been being have has had having do done to there any a an the ever yet longer able",
    "es": "se ha han había habían hay hubo es fue son un una el la los las lo le les me",
    "fr": "été être eu avoir fait encore de d' du des un une le la les",
    "he": "היה היתה הייתה היו יש את כל שום עוד",
    "it": "si è ha hanno aveva sono era stato stata un una il lo la i gli le ci ancora",
    "pt": "se há havia houve é foi são um uma o a os as ainda",
    "ru": "был была было были будет есть еще ещё",
    "uk": "був була було були буде є ще",
}
NEGATIONS_AFTER: dict[str, str] = {
    "de": "nicht",
    "fa": "نیست نبود نیستند نبودند نشد",
    "ja": "ない なかった ません ませんでした ず ではない",
    "nl": "niet",
    "tr": "değil değildi değildir yok yoktu yoktur",
    "ur": "نہیں",
}
# Frequent short words by which the language of a page is told where several share a script.
_FREQUENT = {
    "de": "der die das und ist von mit den auf für dass sich des ein eine",
    "en": "the of and to in that is for was with on as it by said",
    "es": "el de la que en los las por con una del para se es al",
    "fr": "le la les des et est que dans pour une qui sur du par au",
    "it": "il di che la per con una del della sono gli nel alla ha le",
    "nl": "de het een van en dat op te voor met zijn niet aan door ook",
    "pt": "o de que e do da em um para com uma os no na por",
    "ru": "и в на что с по из как это для от был его он",
    "tr": "ve bir bu için ile da de olarak olan daha çok gibi kadar sonra",
    "uk": "і в на що з до та як це для від був його він у",
}
_FREQUENT_SETS = {language: frozenset(words.split()) for language, words in _FREQUENT.items()}
_SCRIPTS = (
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("th", re.compile("[\u0e01-\u0e5b]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ur", re.compile("[ٹڈڑےںہ]")),
    ("fa", re.compile("[پچژگی]")),
    ("ar", re.compile("[\u0620-\u064a]")),
)
_HEAD = 20_000  # characters by which the language of a page is told


def has_table(language: str) -> bool:
    """Whether quotes of a language (a tag such as ``pt-BR``) are held against negations."""
    code = language.lower().partition("-")[0]
    return code in NEGATIONS or code in NEGATIONS_AFTER


@lru_cache(maxsize=64)
def languages_of(text: str) -> frozenset[str]:
    """The languages whose tables hold on a page: what its letters and frequent words show.

    Arabic, English and French always hold, since they share no word that would refuse a good
    quote of another language; Spanish *sin* and German *nie* hold on pages of their own.
    """
    head = text[:_HEAD]
    found = {"ar", "en", "fr"}
    for language, letters in _SCRIPTS:
        if len(letters.findall(head)) * 50 > len(head):
            found.add(language)
    words = re.findall(r"[^\W\d_]+", head.casefold())
    counts = {
        language: sum(word in frequent for word in words)
        for language, frequent in _FREQUENT_SETS.items()
    }
    best = max(counts, key=lambda language: counts[language])
    return frozenset(found | {best}) if counts[best] * 20 >= len(words) > 0 else frozenset(found)
