'use strict';
// Preloaded into every process of the tests. Whatever a test has the program call, e.g. a provider right after a made-up
// key was added, nothing goes beyond this computer: names are unknown, addresses out of reach, online as offline.
const dns = require('node:dns');
const { syncBuiltinESMExports } = require('node:module');
const net = require('node:net');
const os = require('node:os');

const LOCAL_NAME = /^(?:localhost|.+\.localhost)$/i;

/** Addresses of this computer count as here: invites can be opened in the network. */
function isHere(host) {
  if (LOCAL_NAME.test(host)) return true;
  const address = host.replace(/^\[|\]$/g, '').replace(/^::ffff:/i, '');
  if (/^127\./.test(address) || address === '::1' || address === '0.0.0.0' || address === '::') return true;
  const own = Object.values(os.networkInterfaces()).flat();
  return own.some((place) => place?.address === address);
}

function refusal(code, syscall, host) {
  return Object.assign(new Error(`${syscall} ${code} ${host} (tests stay on this computer)`), {
    code,
    syscall,
    hostname: host,
  });
}

const isBeyond = (host) => typeof host === 'string' && net.isIP(host) === 0 && !isHere(host);
const { lookup } = dns;
dns.lookup = (host, ...rest) => {
  if (!isBeyond(host)) return lookup(host, ...rest);
  process.nextTick(rest.at(-1), refusal('ENOTFOUND', 'getaddrinfo', host));
};
const lookupAsync = dns.promises.lookup;
dns.promises.lookup = (host, ...rest) =>
  isBeyond(host) ? Promise.reject(refusal('ENOTFOUND', 'getaddrinfo', host)) : lookupAsync(host, ...rest);

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function connectHere(...args) {
  // Node hands over its own arguments as one list.
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  const host = typeof first === 'object' && first !== null ? first.host : second;
  if (typeof host !== 'string' || net.isIP(host) === 0 || isHere(host)) return connect.apply(this, args);
  process.nextTick(() => this.destroy(refusal('ENETUNREACH', 'connect', host)));
  return this;
};
syncBuiltinESMExports();
