### Von /start bis zum ersten Abend.

pairing-adult =
    Hallo. Ich halte abends zehn Minuten frei, für zwei Menschen.
    Ich bin keine Therapie, kein Gericht und kein Lügendetektor, und nichts hier ist ein Beweis. { $operator } betreibt mich und könnte lesen, was du schreibst.
    Ich bin nur { $bot }. Wer dich anderswo bittet, dich neu zu verbinden, bin nicht ich.
    .begin = Ich bin 18 oder älter
    .keeps = Was behältst du?
    .language = Andere Sprache
    .under = Bin ich nicht
pairing-keeps =
    Was du mir schreibst, liegt verschlüsselt bei mir, neunzig Tage lang, wenn du nichts anderes wählst. Du kannst es nachlesen, mitnehmen oder vernichten.
    Bot-Chats in Telegram sind nicht Ende-zu-Ende-verschlüsselt: Telegram kann sie lesen, und { $operator } könnte es auch, denn { $operator } betreibt mich. Wenn jemand dein Handy kontrollieren könnte, nimm ein anderes.
    .begin = Ich bin 18 oder älter
    .keeps = Was behältst du?
    .language = Andere Sprache
    .under = Bin ich nicht
pairing-language = Welche Sprache?
pairing-forgotten = Gut. Ich behalte nichts davon.
pairing-dead = Dieser Link gilt nicht mehr. Ein neuer lässt sich jederzeit schicken.

pairing-safe = Kannst du in deiner Beziehung Nein sagen, ohne dass dir etwas droht? Ich behalte keine Antwort.
    .go_on = Weiter
    .alone = Nur für mich
    .not_now = Jetzt nicht
pairing-clock = Du kannst mich allein nutzen oder zu zweit. Ist es bei dir { $time } Uhr?
    .yes = Ja, { $time }
    .elsewhere = Ein anderer Ort
pairing-town = In welcher größeren Stadt ist es so spät wie bei dir? Schreib ihren Namen.
    .list = Zeig mir eine Liste
pairing-unknown-town = Die kenne ich nicht. Vielleicht eine andere Stadt in der Nähe?
    .list = Zeig mir eine Liste
pairing-region = Wo auf der Welt?
    .europe = Europa
    .america = Amerika
    .asia = Asien
    .africa = Afrika
    .pacific = Australien und Pazifik
pairing-city = Wo davon ist es so spät wie bei dir?
    .back = Woanders
pairing-partner = Schreib deinem Gegenüber mit deinen eigenen Worten; ein paar stehen schon da. Der Link gilt einmal, bis morgen um diese Zeit.
    .write = Einladung schreiben
    .alone = Erst einmal für mich
pairing-invitation = Ich hätte abends gern zehn Minuten mit dir, mit einem festen Rahmen. Du kannst Nein sagen oder aufhören, wann immer du willst.
pairing-tomorrow = Morgen um { $evening }
pairing-alone = Dann sind es du und ich. Ich frage um { $evening } Uhr, und nur du siehst es. Dein Gegenüber kannst du an jedem Tag einladen: /start.
    .tonight = Heute Abend, jetzt
pairing-tonight = Hier kommt es.
pairing-until = Bis morgen um { $evening } Uhr. /menu zeigt, was es gibt.

pairing-guest = { $name } hätte abends gern zehn Minuten mit dir. Kannst du zu { $name } Nein sagen, ohne dass dir etwas droht? Ich behalte keine Antwort.
    .yes = Ja, mit { $name }
    .rather_not = Lieber nicht
pairing-asked = Danke. { $name } sagt jetzt noch, dass du es bist. Mehr ist nicht zu tun.
pairing-rather-not = Das ist in Ordnung. Niemand erfährt davon, und ich behalte nichts.
pairing-rather-not-known = Das ist in Ordnung. Niemand erfährt davon, und alles von dir bleibt, wie es war.

meeting-confirm = { $name } hat deinen Link geöffnet.
    .mine = Ja, das ist richtig
    .other = Das ist jemand anderes
meeting-confirm-known = { $name } ({ $username }) hat deinen Link geöffnet.
    .mine = Ja, das ist richtig
    .other = Das ist jemand anderes
meeting-other = Gut. Dieser Link ist geschlossen, und gezeigt wurde nichts.
meeting-gone = Das ist nicht mehr offen. /start macht einen neuen Link.
meeting-paired = Du und { $name } also.

welcome-first =
    Ihr seid beide da. Ich melde mich um { $evening } Uhr, und jeden { $day } um { $review } Uhr. Ihr könnt beide jedes Gespräch in jedem Moment anhalten, ohne Grund: ✋ oder /p.
    Mittags räume ich unsere privaten Chats auf, auf beiden Handys. So halte ich es immer.
    Niemand nutzt mich, um über euch zu wachen, zu werten oder zu drängen.
    .tonight = Heute Abend, jetzt
welcome-tonight = Ihr seid beide da. Dann heute Abend.
welcome-until = Ihr seid beide da. Morgen um { $evening } Uhr.
