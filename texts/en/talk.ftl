### What the companion says outside any practice.

talk-stranger = Hello. To begin, send /start.
talk-not-here = This isn't my place. Goodbye.
talk-stale = That's no longer open.
talk-not-yours = This one isn't yours to answer.
talk-held = On hold for now.
talk-echo = { $name }: { $words }
talk-typed = This one needs words. Please type it.
talk-words-only = I only take words here. Nothing of that was kept.
talk-no-secrets = I don't take passwords, PINs or card numbers: nobody needs them here. Nothing of that was kept; you may want to delete it in this chat too.
talk-no-places = I don't take places or map links. Nothing of that was kept.
