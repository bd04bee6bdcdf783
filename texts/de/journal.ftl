### Das Tagebuch, und was davon einmal in der Woche weitergegeben wird.

journal-door = Tagebuch
journal-deed =
    Für dich allein. Bring es in deinen Worten zu Ende, oder schreib, was heute war.
    { $line }
    .another = Ein anderer Anfang
    .never_mind = Doch nicht
journal-effect = Wie ist es wohl angekommen?
    .skip = Auslassen
journal-own = Welcher Teil davon gehört dir, ohne ein „aber“?
    .skip = Auslassen
journal-next-time = Und beim nächsten Mal?
    .skip = Auslassen
journal-kept = Aufgehoben, nur für dich. /kept liest es wieder vor.
journal-week-line = Heute eine Zeile für dich, wenn du magst. Es darf auch etwas Gutes sein.
journal-week-which = Morgen ist euer Rückblick. Ist eines davon, das du dort teilen magst? Wenn nicht, sieht es niemand.
    .not_this_week = Diese Woche nicht
journal-week-preview =
    Das würde gelesen:
    { $words }
    .with_theirs = Nur wenn auch { $name } teilt
    .in_any_case = In jedem Fall
    .another = Ein anderes
    .no = Doch nicht
journal-week-take-back = Es kommt mit in den Rückblick. Einen Tag lang kannst du es zurücknehmen.
    .take_back = Zurücknehmen
journal-week-taken-back = Zurückgenommen. In deinem Tagebuch steht es noch.
shares-words = { $name }: { $words }
shares-shown =
    Aus der Woche, aus freien Stücken.

    { $words }

    { $line }
    .on = Weiter
shares-heard = Etwas für { $name }, wenn du magst. Nichts ist auch eine Antwort, und niemand erfährt davon.
    .thank_you = Danke
    .felt = Das habe ich gespürt
    .talk_about = Darüber muss ich reden
shares-thank-you = { $name } sagt danke.
shares-felt = { $name } hat das gespürt.
shares-parked = Geparkt, für einen ruhigen Moment. Den Titel könnt ihr beide lesen.
shares-topic = { $name }: { $title }
kept-kind-journal = Tagebuch
kept-kind-week = In den Rückblick gegeben
