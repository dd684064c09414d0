const { StringOutputParser } = require("@langchain/core/output_parsers");
const { ChatPromptTemplate } = require("@langchain/core/prompts");
const { ChatOpenAI } = require("@langchain/openai");

async function main() {
  const model = new ChatOpenAI({ model: "gpt-5-mini" });
  const chain = ChatPromptTemplate.fromTemplate("Say {word}").pipe(model).pipe(new StringOutputParser());
  await chain.invoke({ word: "hello" }, { runName: "greeting" });
  console.log("done");
}

void main();
