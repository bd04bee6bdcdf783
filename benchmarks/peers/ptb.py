"""A bare echo with python-telegram-bot: its Application, sequential polling, stock httpx. The anchor of all rows."""

import os

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.message.reply_text(update.message.text)  # type: ignore[union-attr,arg-type]


def main() -> None:
    url = os.environ["TELEGRAM_BASE_URL"]
    application = Application.builder().token(os.environ["TELEGRAM_BOT_TOKEN"]).base_url(f"{url}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main()
