"""Names of months beyond those of ``calendar_words``, as datelines write them. Pure data.

A line for each language, January first; spellings of one month are joined by ``|``. A name is
matched whole, so inflected and short forms stand here too. ``SOLAR_HIJRI`` are the months of the
Persian calendar (Farvardin first), with the Dari names.
"""

from __future__ import annotations

MONTH_NAMES: dict[str, str] = {
    "bg": "януари|ян февруари|фев март|мар април|апр май юни|юн юли|юл август|авг септември|сеп "
    "октомври|окт ноември|ное декември|дек",
    "cs": "leden|ledna únor|února březen|března duben|dubna květen|května červen|června "
    "červenec|července srpen|srpna září říjen|října listopad|listopadu prosinec|prosince",
    "da": "januar|jan februar|feb marts|mar april|apr maj juni|jun juli|jul august|aug "
    "september|sep|sept oktober|okt november|nov december|dec",
    "de": "januar|jan|jänner|jän februar|feb|feber märz|mär|maerz|mrz april|apr mai juni|jun "
    "juli|jul august|aug september|sep|sept oktober|okt november|nov dezember|dez",
    "el": "ιανουάριος|ιανουαρίου|ιαν φεβρουάριος|φεβρουαρίου|φεβ μάρτιος|μαρτίου|μαρ "
    "απρίλιος|απριλίου|απρ μάιος|μαΐου|μαΐ ιούνιος|ιουνίου|ιουν ιούλιος|ιουλίου|ιουλ "
    "αύγουστος|αυγούστου|αυγ σεπτέμβριος|σεπτεμβρίου|σεπ οκτώβριος|οκτωβρίου|οκτ "
    "νοέμβριος|νοεμβρίου|νοε δεκέμβριος|δεκεμβρίου|δεκ",
    "es": "enero|ene febrero marzo abril|abr mayo junio julio agosto|ago septiembre|setiembre|set "
    "octubre|oct noviembre diciembre|dic",
    "fa": "ژانویه فوریه مارس آوریل مه|می ژوئن ژوئیه|جولای اوت|آگوست سپتامبر اکتبر نوامبر دسامبر",
    "fi": "tammikuu|tammikuuta helmikuu|helmikuuta maaliskuu|maaliskuuta huhtikuu|huhtikuuta "
    "toukokuu|toukokuuta kesäkuu|kesäkuuta heinäkuu|heinäkuuta elokuu|elokuuta syyskuu|syyskuuta "
    "lokakuu|lokakuuta marraskuu|marraskuuta joulukuu|joulukuuta",
    "fr": "janv févr|fév mars avr mai juin juil août|aout sept oct nov déc",
    "he": "ינואר|בינואר פברואר|בפברואר מרץ|במרץ|מרס|במרס אפריל|באפריל מאי|במאי יוני|ביוני "
    "יולי|ביולי אוגוסט|באוגוסט ספטמבר|בספטמבר אוקטובר|באוקטובר נובמבר|בנובמבר דצמבר|בדצמבר",
    "hi": "जनवरी फ़रवरी|फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर|सितम्बर अक्टूबर|अक्तूबर "
    "नवंबर|नवम्बर दिसंबर|दिसम्बर",
    "hr": "siječanj|siječnja veljača|veljače ožujak|ožujka travanj|travnja svibanj|svibnja "
    "lipanj|lipnja srpanj|srpnja kolovoz|kolovoza rujan|rujna listopad|listopada "
    "studeni|studenog|studenoga prosinac|prosinca",
    "hu": "január|jan február|febr március|márc április|ápr május|máj június|jún július|júl "
    "augusztus|aug szeptember|szept október|okt november|nov december|dec",
    "id": "januari|jan februari|feb maret|mar april|apr mei juni|jun juli|jul agustus|agu|agt "
    "september|sep oktober|okt november|nov desember|des",
    "it": "gennaio|gen febbraio|feb marzo|mar aprile|apr maggio|mag giugno|giu luglio|lug "
    "agosto|ago settembre|set ottobre|ott novembre|nov dicembre|dic",
    "nl": "januari|jan februari|feb maart|mrt april|apr mei juni|jun juli|jul augustus|aug "
    "september|sep|sept oktober|okt november|nov december|dec",
    "no": "januar februar mars april mai juni juli august september oktober november desember|des",
    "pl": "styczeń|stycznia|sty luty|lutego|lut marzec|marca|mar kwiecień|kwietnia|kwi "
    "maj|maja czerwiec|czerwca|cze lipiec|lipca|lip sierpień|sierpnia|sie wrzesień|września|wrz "
    "październik|października|paź listopad|listopada|lis grudzień|grudnia|gru",
    "pt": "janeiro|jan fevereiro|fev março|mar abril|abr maio|mai junho|jun julho|jul agosto|ago "
    "setembro|set outubro|out novembro|nov dezembro|dez",
    "ro": "ianuarie|ian februarie|feb martie|mar aprilie|apr mai iunie|iun iulie|iul august|aug "
    "septembrie|sep|sept octombrie|oct noiembrie|noi decembrie|dec",
    "ru": "январь|января|янв февраль|февраля|фев март|марта|мар апрель|апреля|апр май|мая "
    "июнь|июня|июн июль|июля|июл август|августа|авг сентябрь|сентября|сен|сент "
    "октябрь|октября|окт ноябрь|ноября|ноя|нояб декабрь|декабря|дек",
    "sr": "jануар|јануар|јануара фебруар|фебруара март|марта април|априла мај|маја јун|јуна "
    "јул|јула август|августа септембар|септембра октобар|октобра новембар|новембра "
    "децембар|децембра",
    "sv": "januari februari mars april maj juni juli augusti|aug september oktober november "
    "december",
    "tr": "ocak|oca şubat|şub mart|mar nisan|nis mayıs|may haziran|haz temmuz|tem ağustos|ağu "
    "eylül|eyl ekim|eki kasım|kas aralık|ara",
    "uk": "січень|січня|січ лютий|лютого|лют березень|березня|бер квітень|квітня|квіт "
    "травень|травня|трав червень|червня|черв липень|липня|лип серпень|серпня|серп "
    "вересень|вересня|вер жовтень|жовтня|жовт листопад|листопада|лист грудень|грудня|груд",
    "ur": "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
}

SOLAR_HIJRI = (
    "فروردین|حمل اردیبهشت|ثور خرداد|جوزا تیر|سرطان مرداد|امرداد|اسد شهریور|سنبله مهر|میزان "
    "آبان|عقرب آذر|قوس دی|جدی بهمن|دلو اسفند|حوت"
)
