import { expect, it } from 'vitest';
import { StopSwitch } from '../../../src/main/gateway/stop-switch';

it('tells each listener once, and none that has left or comes too late', () => {
  const stop = new StopSwitch();
  const heard: string[] = [];
  const gone = () => heard.push('gone');
  stop.addEventListener('abort', () => heard.push('first'));
  stop.addEventListener('abort', gone);
  stop.addEventListener('abort', () => heard.push('last'));
  stop.removeEventListener('abort', gone);
  expect(stop.aborted).toBe(false);
  stop.abort();
  stop.abort();
  stop.addEventListener('abort', gone);
  expect(stop.aborted).toBe(true);
  expect(heard).toEqual(['first', 'last']);
});
