### Languages, each in its own words: the same in every folder.

language-de = Deutsch
language-en = English
language-es = Español
