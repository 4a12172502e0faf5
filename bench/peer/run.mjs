// Starts the peer from the folder it was installed to, and sends its port.
import { Server } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder] = process.argv.splice(2);
// The peer would listen on every address of the machine and on a port of its own.
const listen = Server.prototype.listen;
Server.prototype.listen = function listenOnLoopback(_port, ...rest) {
  this.once('listening', () => process.send(this.address().port));
  const [callback] = rest.filter((value) => typeof value === 'function');
  return listen.call(this, { port: 0, host: '127.0.0.1' }, callback);
};
process.on('disconnect', () => process.exit());
// It tells at every start that it does not know this Node from inside.
console.warn = () => undefined;
process.env.NODE_ENV = 'production';
// No pages and no log for its own window.
process.argv.push('--headless');
const program = path.join(folder, 'node_modules', '@portkey-ai', 'gateway', 'build', 'start-server.js');
await import(pathToFileURL(program).href);
