"""Short texts in sixteen languages, written for the benchmarks of reading; nothing is tuned on them."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "en": """
        The delivery came two days late, but the parcel was well wrapped
        I'd buy this kettle again: quick, quiet and easy to clean
        Nobody answers the phone; I wrote three e-mails – no reply
        A "quiet" room above the bar, really?
        Great value for £25, my daughter loves it
        The café on the corner serves a decent crème brûlée
        Battery lasts 6 hours, not the 12 that were promised
        Staff were friendly and check-in took 5 minutes
        Broke after one week… never again
        It’s fine, I suppose
        Size M fits like an L, so order one smaller
        The naïve plot spoils an otherwise good film""",
    "de": """
        Die Lieferung kam zwei Tage zu spät, aber das Paket war gut verpackt
        Für 25 € ein schönes Geschenk, meine Tochter freut sich
        Niemand geht ans Telefon; drei E-Mails blieben ohne Antwort
        Das Frühstück war üppig, die Brötchen frisch
        Größe fällt klein aus, besser eine Nummer größer bestellen
        Ein „ruhiges“ Zimmer über der Straße – na ja
        Der Akku hält höchstens sechs Stunden
        Völlig überteuert und außerdem kaputt angekommen
        Gerne wieder, alles bestens
        Die Bedienung war unfreundlich und müde
        Schlüssel gab es erst nach 16 Uhr
        Über die Äpfel kann man nicht meckern""",
    "fr": """
        La livraison est arrivée avec deux jours de retard, mais bien emballée
        Un très bon rapport qualité-prix, je le recommande à tous
        Personne ne répond au téléphone ; j'ai écrit trois fois
        Le petit déjeuner était copieux et les croissants frais
        Déçue par la chambre, bruyante et mal chauffée
        « Calme » au-dessus d'un bar, vraiment ?
        La batterie tient six heures, pas douze
        Cassé dès la première semaine… à éviter
        L’hôtel est très bien situé, près de la gare
        Le garçon a oublié notre commande, c'est gênant
        Où est passée la notice ? Aucune idée
        Ça va, sans plus""",
    "es": """
        El envío llegó dos días tarde, pero bien embalado
        Muy buena relación calidad-precio, lo recomiendo
        Nadie contesta el teléfono; escribí tres veces sin respuesta
        ¡Qué desayuno tan rico! Volveremos el próximo año
        La habitación era pequeña y hacía mucho frío
        ¿Silencioso? Estaba encima de un bar
        La batería dura seis horas y no doce
        Se rompió a la semana, una vergüenza
        El señor de la recepción fue muy amable
        Mi niña está encantada con el muñeco
        Ni fu ni fa, cumple su función
        Cuesta 25 € y vale cada céntimo""",
    "pt": """
        A entrega chegou dois dias atrasada, mas bem embalada
        Ótima relação qualidade-preço, recomendo a todos
        Ninguém atende o telefone; já escrevi três vezes
        O pequeno-almoço era variado e o pão estava fresco
        O quarto não tinha aquecimento e cheirava a mofo
        A bateria dura seis horas, não doze
        Partiu-se ao fim de uma semana, que desilusão
        A recepção foi muito simpática e atenciosa
        Minha filha adorou a boneca, até dorme com ela
        É razoável, nada de especial""",
    "pl": """
        Przesyłka przyszła dwa dni za późno, ale była dobrze zapakowana
        Świetny stosunek jakości do ceny, gorąco polecam
        Nikt nie odbiera telefonu; pisałam już trzy razy
        Śniadanie było obfite, a bułki świeże
        Pokój mały, głośny i źle ogrzewany
        Bateria trzyma sześć godzin, a nie dwanaście
        Zepsuło się po tygodniu, nie kupujcie
        Obsługa bardzo miła i uśmiechnięta
        Córka jest zachwycona lalką
        Może być, bez zachwytów
        Żółty kolor wygląda inaczej niż na zdjęciu
        Książka wciąga od pierwszej strony""",
    "cs": """
        Zásilka přišla o dva dny později, ale byla dobře zabalená
        Výborný poměr ceny a kvality, všem doporučuji
        Nikdo nezvedá telefon; psal jsem už třikrát
        Snídaně byla bohatá a housky čerstvé
        Pokoj byl malý, hlučný a špatně vytápěný
        Baterie vydrží šest hodin, ne dvanáct
        Rozbilo se to po týdnu, nekupujte
        Obsluha byla velmi milá a ochotná
        Žluťoučký kůň je pěkná hračka pro děti
        Ujde to, nic zvláštního""",
    "ru": """
        Посылка пришла на два дня позже, но упакована хорошо
        Отличное соотношение цены и качества, советую всем
        Никто не берёт трубку; писал уже три раза
        Завтрак был сытный, булочки свежие
        Номер маленький, шумный и холодный
        Аккумулятор держит шесть часов, а не двенадцать
        Сломалось через неделю, не покупайте
        Персонал вежливый, заселили быстро
        Дочка в восторге от куклы
        Нормально, ничего особенного
        Цвет совсем не такой, как на фотографии
        Книга захватывает с первой страницы""",
    "el": """
        Η παράδοση ήρθε δύο μέρες αργότερα, αλλά καλά συσκευασμένη
        Πολύ καλή σχέση ποιότητας και τιμής, το συνιστώ
        Κανείς δεν απαντά στο τηλέφωνο, έγραψα τρεις φορές
        Το πρωινό ήταν πλούσιο και το ψωμί φρέσκο
        Το δωμάτιο ήταν μικρό και είχε θόρυβο
        Η μπαταρία κρατάει έξι ώρες και όχι δώδεκα
        Χάλασε μετά από μία εβδομάδα, μην το πάρετε
        Το προσωπικό ήταν ευγενικό και γρήγορο
        Η κόρη μου λατρεύει την κούκλα
        Καλούτσικο, τίποτα το ιδιαίτερο""",
    "tr": """
        Kargo iki gün geç geldi ama paket çok iyi sarılmıştı
        Fiyatına göre çok kaliteli, herkese tavsiye ederim
        Telefona kimse bakmıyor; üç kez yazdım
        Kahvaltı zengindi, ekmekler de sıcacıktı
        Oda küçük, gürültülü ve soğuktu
        Şarjı altı saat gidiyor, on iki değil
        Bir haftada bozuldu, sakın almayın
        Çalışanlar güler yüzlü ve yardımseverdi
        Kızım oyuncağı çok beğendi
        İdare eder, özel bir şey yok
        Iğdır’a kadar ücretsiz gönderdiler""",
    "zh": """
        快递晚到了两天，不过包装很结实
        性价比很高，推荐给大家
        客服电话没人接，发了三次邮件也没有回复
        早餐很丰富，面包也新鲜
        房间太小，隔音差，晚上睡不好
        电池只能用六个小时，不是宣传的十二个小时
        用了一个星期就坏了，千万别买
        前台态度很好，入住只花了五分钟
        女儿特别喜欢这个娃娃
        一般般，没什么特别的
        颜色和图片完全不一样，有点失望
        这本书从第一页开始就很吸引人""",
    "zh-hant": """
        包裹晚了兩天才到，不過包裝很結實
        CP值很高，推薦給大家
        客服電話沒人接，寫了三封信也沒有回覆
        早餐很豐富，麵包也很新鮮
        房間太小，隔音不好，晚上睡不著
        電池只能用六個小時，不是廣告說的十二個小時
        用了一個禮拜就壞了，千萬別買
        櫃檯人員態度親切，辦理入住只花五分鐘
        女兒非常喜歡這個娃娃
        普普通通，沒什麼特別的
        顏色和圖片完全不一樣，有點失望
        這本書從第一頁開始就很吸引人""",
    "ja": """
        荷物は二日遅れて届きましたが、梱包は丁寧でした
        コストパフォーマンスが高く、みんなにおすすめです
        電話がつながらず、メールを三回送っても返事がありません
        朝食は品数が多く、パンも焼きたてでした
        部屋が狭くて、隣の音がうるさかったです
        バッテリーは六時間しかもちません
        一週間で壊れました。二度と買いません
        フロントの対応が早くて気持ちよかった
        娘がこの人形をとても気に入っています
        まあまあです。特別なところはありません
        色が写真とまったく違ってがっかりした""",
    "ko": """
        택배가 이틀 늦게 왔지만 포장은 튼튼했어요
        가격 대비 품질이 좋아서 모두에게 추천합니다
        전화를 받지 않아서 메일을 세 번이나 보냈습니다
        아침 식사가 푸짐하고 빵도 신선했어요
        방이 좁고 방음이 안 돼서 잠을 못 잤어요
        배터리가 여섯 시간밖에 안 가네요
        일주일 만에 고장 났어요. 절대 사지 마세요
        직원들이 친절하고 체크인도 빨랐습니다
        딸이 이 인형을 정말 좋아해요
        그냥 그래요, 특별한 건 없어요
        색이 사진과 완전히 달라서 실망했습니다""",
    "he": """
        המשלוח הגיע באיחור של יומיים, אבל ארוז היטב
        תמורה מצוינת למחיר, ממליצה לכולם
        אף אחד לא עונה לטלפון, כתבתי שלוש פעמים
        ארוחת הבוקר הייתה עשירה והלחם טרי
        החדר היה קטן, רועש וקר מאוד
        הסוללה מחזיקה שש שעות ולא שתים עשרה
        נשבר אחרי שבוע, לא כדאי לקנות
        הצוות היה אדיב והקבלה מהירה
        הבת שלי מתה על הבובה
        בסדר, שום דבר מיוחד""",
    "ar": """
        وصل الطرد متأخرا يومين لكنه كان مغلفا جيدا
        جودة ممتازة مقابل السعر، أنصح الجميع به
        لا أحد يرد على الهاتف، كتبت لهم ثلاث مرات
        كان الفطور غنيا والخبز طازجا
        الغرفة صغيرة وفيها ضجيج وبرد شديد
        البطارية تدوم ست ساعات وليس اثنتي عشرة
        تعطل بعد أسبوع، لا تشتروه
        كان الموظفون لطفاء والاستقبال سريعا
        ابنتي تحب هذه الدمية كثيرا
        مقبول، لا شيء مميز""",
}


def sentences(language: str) -> list[str]:
    """The texts of a language."""
    return [line.strip() for line in SENTENCES[language].strip().splitlines()]
