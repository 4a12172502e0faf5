import { startBareProxy } from './proxy.mjs';

startBareProxy(Number(process.argv[2]), (port) => process.send(port));
process.on('disconnect', () => process.exit());
