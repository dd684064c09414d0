import { StringOutputParser } from "@langchain/core/output_parsers";
import { ChatPromptTemplate } from "@langchain/core/prompts";
import { ChatOpenAI } from "@langchain/openai";

const model = new ChatOpenAI({ model: "gpt-5-mini" });
const chain = ChatPromptTemplate.fromTemplate("Say {word}").pipe(model).pipe(new StringOutputParser());
await chain.invoke({ word: "hello" }, { runName: "greeting" });
console.log("done");
