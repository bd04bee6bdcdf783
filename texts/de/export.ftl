### Die Seite, die /export schickt: die eigenen Worte, zum Lesen und zum Aufheben.

export-page-title = Deine Worte
export-page-made = Zusammengestellt: { $day }, { $time }. Die Zeiten sind deine; mit der Maus darüber siehst du UTC.
export-page-you = Du
export-page-couple = Ihr zwei gemeinsam
export-page-own = Was du geschrieben hast
export-page-private = nur du
export-page-shared = euch beiden gezeigt
export-page-theirs = Was dir gezeigt wurde
export-page-none = Hier ist nichts aufgehoben.
export-page-name = Name
export-page-username = Kontoname
export-page-role = Rolle
export-page-language = Sprache
export-page-zone = Zeitzone
export-page-adult = Als 18 oder älter bestätigt
export-page-since = Hier seit
export-page-setting-style = Art des Abends
export-page-setting-minutes = Minuten
export-page-setting-retention = Tage, die Antworten aufgehoben werden
export-page-setting-evening = Abend
export-page-setting-weekend = Abend am Wochenende
export-page-setting-days = Wochentage, 1 ist Montag
export-page-setting-review = Rückblick, Wochentag und Uhrzeit
export-page-setting-anyway = Meine Worte am Ende auf jeden Fall zeigen
export-page-setting-apart = Zeigen, sobald von beiden etwas da ist
export-page-setting-pause-word = Wort für die Pause
