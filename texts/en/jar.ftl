### The jar.

jar-door = The jar
jar-empty = The jar is empty so far. After an evening's words are shown, what you both tap goes in.
jar-empty-alone = The jar is for two. /kept reads back your own good moments.
jar-drawn =
    { $day }
    “{ $words }”
    .another = Another
    .take_out = Take it out
    .close = Close
jar-out = It's out of the jar.
kept-kind-jar = In the jar
