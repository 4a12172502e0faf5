import { expect, it } from 'vitest';
import { isLocalAddress, isThisComputer } from '../../../src/main/gateway/local-address';

it.each([
  'http://localhost:11434/v1',
  'http://models.localhost/v1',
  'http://127.0.0.1:1234/v1',
  'http://10.1.2.3/v1',
  'http://172.31.0.9:8000',
  'http://192.168.178.20:8080/v1',
  'http://[::1]:8080/v1',
  'http://[fd12:3456::1]/v1',
  'http://[fe80::1]/v1',
  'http://gpu-box:8000/v1',
  'https://llm.home.arpa/v1',
])('%s needs no internet', (url) => {
  expect(isLocalAddress(url)).toBe(true);
});

it.each([
  'https://api.groq.com/openai/v1',
  // Each would cost money unseen if it counted as this computer.
  'https://localhost.example.com/v1',
  'https://10.example.com/v1',
  'https://127.0.0.1.example.com/v1',
  'https://localhost@example.com/v1',
  'https://[2001:db8::1]/v1',
  'https://172.32.0.1/v1',
  'https://192.169.0.1/v1',
  'not an address',
])('%s does', (url) => {
  expect(isLocalAddress(url)).toBe(false);
});

it.each([
  ['http://localhost:1/v1', true],
  ['http://a.localhost/v1', true],
  ['http://127.8.8.8:1', true],
  ['http://[::1]:1/v1', true],
  // Each stands on another machine, which may send a bill.
  ['http://gpu-box:8000/v1', false],
  ['http://192.168.1.7:8000/v1', false],
  ['http://localhost.lan/v1', false],
  ['https://127.0.0.1.example.com/v1', false],
  ['https://localhost@example.com/v1', false],
] as const)('%s is this computer: %s', (url, isHere) => {
  expect(isThisComputer(url)).toBe(isHere);
});
