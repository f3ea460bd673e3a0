// Prints what Vedette sees, one line an event: npm install, then node events.mjs client.properties [topic] [most]
// The properties are a Kafka client's, as data/client.properties of `vedette up` has them.
import { readFileSync } from "node:fs";
import { Kafka, logLevel } from "kafkajs";

const [file, topic = "vedette.events", most = "0"] = process.argv.slice(2);

function properties(path) {
  const lines = readFileSync(path, "utf8").split("\n").filter((line) => line.includes("=") && !line.startsWith("#"));
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf("=");
      return [line.slice(0, at).trim(), line.slice(at + 1).trim().replaceAll("\\:", ":").replaceAll("\\=", "=")];
    }),
  );
}

function login(given) {
  if (!given["sasl.mechanism"]) {
    return undefined;
  }
  const words = given["sasl.jaas.config"];
  return {
    mechanism: given["sasl.mechanism"].toLowerCase(),
    username: words.match(/username="([^"]*)"/)[1],
    password: words.match(/password="([^"]*)"/)[1],
  };
}

const given = properties(file);
const kafka = new Kafka({
  clientId: "events-example",
  brokers: given["bootstrap.servers"].split(","),
  ssl: (given["security.protocol"] ?? "").endsWith("SSL"),
  sasl: login(given),
  logLevel: logLevel.ERROR,
});
const consumer = kafka.consumer({ groupId: `events-example-${process.pid}` });
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
let printed = 0;
await consumer.run({
  eachMessage: async ({ message }) => {
    const event = message.value ? JSON.parse(message.value.toString()) : {};
    console.log(message.key.toString(), message.headers.ce_type?.toString(), event.label ?? event.state ?? "");
    printed += 1;
    if (printed === Number(most)) {
      process.exit(0);
    }
  },
});
