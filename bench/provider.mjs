// The upstream of the bench, in its own process: fixed answers, as little work as possible.
import { createServer } from 'node:http';

const FIRST_TOKEN_MS = 10;
const STREAM_MARK = Buffer.from('"stream":true');
const PACE = /pace:(\d+)x(\d+)ms/;
const text = Array.from({ length: 150 }, (_, index) => `tok${index}`).join(' ');
const answer = JSON.stringify({
  id: 'chatcmpl-bench',
  object: 'chat.completion',
  created: 1_790_000_000,
  model: 'bench-model',
  choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 200, completion_tokens: 150, total_tokens: 350 },
});

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"object":"list","data":[{"id":"bench-model","object":"model"}]}');
    return;
  }
  const pieces = [];
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', () => {
    const body = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
    // Not parsed: a megabyte of JSON would cost more here than in what is measured.
    if (body.includes(STREAM_MARK)) sendStream(response, readPace(body));
    else response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
  });
});

function readPace(body) {
  const [, tokens, everyMs] = PACE.exec(body.toString('latin1')) ?? [];
  return { tokens: Number(tokens ?? 20), everyMs: Number(everyMs ?? 20) };
}

/** Every token says when it was written, in microseconds of the monotonic clock all processes share. */
function sendStream(response, { tokens, everyMs }) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(frame({ role: 'assistant', content: '' }, null));
  const firstAt = performance.now() + FIRST_TOKEN_MS;
  let sent = 0;
  const next = () => {
    if (response.destroyed) return;
    if (sent === tokens) {
      response.end(`${frame({}, 'stop')}data: [DONE]\n\n`);
      return;
    }
    response.write(frame({ content: ` tok${sent++}@${process.hrtime.bigint() / 1000n}.` }, null));
    // Against the beginning, so that late timers do not add up.
    setTimeout(next, Math.max(1, firstAt + sent * everyMs - performance.now()));
  };
  setTimeout(next, FIRST_TOKEN_MS);
}

function frame(delta, finish) {
  const choices = [{ index: 0, delta, finish_reason: finish }];
  const chunk = {
    id: 'chatcmpl-bench',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'bench-model',
    choices,
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

// Blocks of other targets lie between two of ours: the connection has to wait for its turn.
server.keepAliveTimeout = 300_000;
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('disconnect', () => process.exit());
