// A bare echo with grammY and its runner, as its documentation shows it.
import { Bot } from "grammy";
import { run } from "@grammyjs/runner";

const bot = new Bot(process.env.TELEGRAM_BOT_TOKEN, { client: { apiRoot: process.env.TELEGRAM_BASE_URL } });
bot.on("message:text", (ctx) => ctx.reply(ctx.message.text));
run(bot);
