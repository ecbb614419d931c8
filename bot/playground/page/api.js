// The playground's own addresses, in the name of the person chosen on the page.

export class Refused extends Error {
  constructor(status, body) {
    super(sentence(status, body));
    this.status = status;
    this.fields = flatten(body?.errors ?? {});
  }
}

export const me = {
  persona: new URLSearchParams(location.search).get("as") || localStorage.getItem("persona") || "member",
};

function address(path, query = {}) {
  const url = new URL(`/playground/${path}`, location.href);
  for (const [key, value] of Object.entries({ as: me.persona, ...query })) url.searchParams.set(key, value);
  return url;
}

async function ask(method, path, { query, body, files = [] } = {}) {
  const init = { method };
  if (files.length) {
    init.body = new FormData();
    init.body.append("payload_json", JSON.stringify(body));
    files.forEach((file, number) => init.body.append(`files[${number}]`, file, file.name));
  } else if (body) {
    init.body = JSON.stringify(body);
    init.headers = { "Content-Type": "application/json" };
  }
  const answer = await fetch(address(path, query), init);
  if (answer.status === 204) return null;
  const found = await answer.json();
  if (!answer.ok) throw new Refused(answer.status, found);
  return found;
}

export const get = (path, query) => ask("GET", path, { query });
export const post = (path, body, files) => ask("POST", path, { body, files });
export const put = (path, body) => ask("PUT", path, { body });
export const remove = (path) => ask("DELETE", path);

// Calls `heard` with every event, for ever; `link` is told when the stream is up or down.
export function listen(heard, link) {
  let socket;
  let wait = 300;
  let ended = false;
  const connect = () => {
    const url = address("stream");
    url.protocol = url.protocol.replace("http", "ws");
    socket = new WebSocket(url);
    socket.onopen = () => { wait = 300; link(true); };
    socket.onmessage = (message) => { const { event, data } = JSON.parse(message.data); if (!ended) heard(event, data); };
    socket.onclose = () => {
      if (ended) return;
      link(false);
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, 5000);
    };
  };
  connect();
  return () => { ended = true; socket.close(); };
}

function sentence(status, body) {
  if (status === 503) return "Atelier is starting… give it a moment and try again.";
  if (body?.code === 40005) return "That file is too large.";
  if (body?.code === 10063) return "There is no such command here.";
  const fields = flatten(body?.errors ?? {});
  const [first] = Object.entries(fields);
  return first ? `${first[0]}: ${first[1]}` : body?.message ?? `The playground answered ${status}.`;
}

function flatten(node, path = []) {
  const found = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === "_errors") found[path.join(".")] = value.map((one) => one.message).join(" ");
    else Object.assign(found, flatten(value, [...path, key]));
  }
  return found;
}
