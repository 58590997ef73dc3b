"""Texts for property tests of everything that works on characters."""

from __future__ import annotations

from hypothesis import strategies as st

# Any code point at all, but mostly those that the rules name, so that they meet each other.
SPECIAL = "أإآٱؤئءىيیةهكکـَُّٰ،,٬٫.؛؟٪“”«'’´`\"-–(…)[ ٠۵7½ﷺﹰ¨éeिकガｶﾞ각가aلم"
SPECIAL += "\u00a0\t\n\u200b\u200f\u00ad٠۵7½ﷺﹰ¨ée\u0301\u0323िकガｶﾞ각가aلم"
ANY_TEXT = st.text(st.sampled_from(SPECIAL) | st.characters(exclude_categories=()), max_size=40)
