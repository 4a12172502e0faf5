import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, it } from 'vitest';

it('lets no call of a test leave this computer, whether it is online or not', async () => {
  const call = fetch('https://api.groq.com/openai/v1/models', {
    headers: { authorization: 'Bearer made-up' },
  });
  await expect(call).rejects.toMatchObject({ cause: { code: 'ENOTFOUND' } });
  await expect(lookup('example.com')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  for (const host of ['192.0.2.1', '2001:db8::1']) {
    const [failure] = await once(connect({ host, port: 443 }), 'error').catch((error: unknown) => [error]);
    expect(failure).toMatchObject({ code: 'ENETUNREACH' });
  }
});

it('leaves everything on this computer within reach', async () => {
  const server = createServer((socket) => socket.end('here')).listen(0, '0.0.0.0');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const own = Object.values(networkInterfaces()).flatMap((places) => places ?? []);
  const hosts = ['localhost', ...own.flatMap((place) => (place.family === 'IPv4' ? [place.address] : []))];
  for (const host of hosts) {
    const socket = connect({ host, port, family: 4 });
    const [text] = await once(socket, 'data');
    expect(String(text)).toBe('here');
  }
  server.close();
});
