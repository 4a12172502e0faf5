import { describe, expect, it } from 'vitest';
import { writeRequestCurl } from '../../../../../src/renderer/features/requests/write-request-curl';
import type { RequestRecording } from '../../../../../src/shared/domain/recording';

const detail = { requested: 'agent/chat', stream: true, dialect: 'openai-chat' };
const baseUrl = 'http://127.0.0.1:7743/v1';

function recorded(body: string, cut = false): RequestRecording {
  return {
    request_id: 'req_1',
    recorded_at: '',
    expires_at: '',
    request: { headers: {}, body, cut },
    answer: { status: 200, headers: {}, kind: 'json', text: '', cut: false, whole: true },
  };
}

/** The body as a shell takes it: between two single quotes nothing has a meaning. */
function readBody(command: string): string {
  const quoted = command.split(" -d '")[1]?.replace(/'$/, '') ?? '';
  // Whatever is outside of quotes may only be an escaped quote.
  return quoted
    .split("'\\''")
    .map((inside) => {
      expect(inside).not.toContain("'");
      return inside;
    })
    .join("'");
}

describe('writeRequestCurl', () => {
  it('sends exactly what was recorded, whatever quotes and dollars a prompt has', () => {
    const body = JSON.stringify({
      model: 'a',
      messages: [{ role: 'user', content: `it's $HOME "x" \\ \`id\`` }],
    });
    const command = writeRequestCurl({ baseUrl, detail, recording: recorded(body) });
    expect(readBody(command)).toBe(body);
    expect(command).toContain('"Authorization: Bearer $SPIDERGATE_TOKEN"');
  });

  it('makes up a hello rather than send half of a request', () => {
    const command = writeRequestCurl({ baseUrl, detail, recording: recorded('{"model":"a', true) });
    expect(JSON.parse(readBody(command))).toMatchObject({
      model: 'agent/chat',
      stream: true,
    });
  });
});
