// The upstream of the bench, in its own process: fixed answers, as little work as possible.
import { createServer } from 'node:http';

const TOKENS = 20;
const FIRST_TOKEN_MS = 10;
const TOKEN_MS = 3;
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
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (piece) => {
    body += piece;
  });
  request.on('end', () => {
    if (JSON.parse(body).stream === true) sendStream(response);
    else response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
  });
});

function sendStream(response) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(frame({ role: 'assistant', content: '' }, null));
  let sent = 0;
  const next = () => {
    if (response.destroyed) return;
    if (sent === TOKENS) {
      response.end(`${frame({}, 'stop')}data: [DONE]\n\n`);
      return;
    }
    response.write(frame({ content: ` tok${sent++}` }, null));
    setTimeout(next, TOKEN_MS);
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
