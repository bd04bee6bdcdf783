### Was außerhalb von allem gesagt wird.

talk-stranger = Hallo. Mit /start fängst du an.
talk-not-here = Hier ist nicht mein Ort. Auf Wiedersehen.
talk-stale = Das ist nicht mehr offen.
talk-not-yours = Diese Frage ging nicht an dich.
talk-held = Das ruht gerade.
talk-echo = { $name }: { $words }
talk-typed = Hier braucht es Worte. Schreib sie bitte.
talk-words-only = Ich nehme hier nur Worte. Davon ist nichts aufgehoben.
talk-no-secrets = Passwörter, PINs und Kartennummern nehme ich nicht; hier braucht sie niemand. Davon ist nichts aufgehoben. Lösch es am besten auch in diesem Chat.
talk-no-places = Orte und Kartenlinks nehme ich nicht. Davon ist nichts aufgehoben.
