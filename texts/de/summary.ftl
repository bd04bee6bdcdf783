### Eine Seite für die Therapie.

summary-door = Seite für die Therapie
summary-sections =
    Eine Seite zum Mitnehmen, als Datei nur für dich: deine Worte, und was ihr beide lesen dürft. Was soll darauf stehen?
    .make = Anlegen
    .never_mind = Doch nicht
summary-in = ✓ { $part }
summary-out = { $part }
summary-part-feel = Wie es sich anfühlte
summary-part-promises = Offene Versprechen
summary-part-worked = Was gelungen ist
summary-part-parked = Geparkte Themen
summary-part-agreements = Unsere Abmachungen
summary-part-journal = Mein Tagebuch
summary-coming = Hier kommt sie, zum Drucken und zum Kopieren. Um zwölf räume ich sie weg.
