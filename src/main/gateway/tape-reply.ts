import type { GatewayReply } from './gateway';
import type { Tape } from './recorder';

/** The same reply, of which a copy is kept on the way to the caller. */
export function tapeReply(reply: GatewayReply, tape: Tape | null): GatewayReply {
  if (tape === null) return reply;
  const { headers } = reply;
  if (reply.kind === 'json') {
    const text = reply.text ?? JSON.stringify(reply.body);
    const kept = text.slice(0, tape.mostCharacters);
    tape.end({
      status: reply.status,
      headers,
      kind: 'json',
      text: kept,
      isCut: kept.length < text.length,
      isWhole: true,
    });
    return reply;
  }
  return { ...reply, frames: tapeFrames(reply.frames, headers, tape) };
}

function tapeFrames(
  frames: AsyncIterable<string>,
  headers: Readonly<Record<string, string>>,
  tape: Tape,
): AsyncIterable<string> {
  const source = frames[Symbol.asyncIterator]();
  let text = '';
  let isCut = false;
  let isOver = false;

  function end(isWhole: boolean): void {
    if (isOver) return;
    isOver = true;
    tape.end({ status: 200, headers, kind: 'stream', text, isCut, isWhole });
  }

  async function next(): Promise<IteratorResult<string>> {
    try {
      const step = await source.next();
      if (step.done) {
        end(true);
        return step;
      }
      const room = tape.mostCharacters - text.length;
      text += step.value.slice(0, room);
      isCut ||= step.value.length > room;
      return step;
    } catch (failure) {
      end(false);
      throw failure;
    }
  }

  async function leave(): Promise<IteratorResult<string>> {
    const step = await source.return?.();
    end(false);
    return step ?? { value: undefined, done: true };
  }

  return { [Symbol.asyncIterator]: () => ({ next, return: leave }) };
}
