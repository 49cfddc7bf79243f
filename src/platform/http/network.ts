import { isIPv4, isIPv6 } from 'node:net';

const GROUPS = 8;
/** A provider gives each customer at least 64 bits of an IPv6 address to choose from (RFC 6177). */
const OF_THE_NETWORK = 4;

/** The groups of one half of an IPv6 address; an IPv4 address at its end stands for two. */
const groupsOf = (half: string): string[] =>
  half
    .split(':')
    .filter((group) => group !== '')
    .flatMap((group) => (group.includes('.') ? ['0', '0'] : [group]));

/**
 * What counts as one origin of requests: an IPv4 address, or the /64 network of an IPv6 address, in
 * which one machine has as many addresses as it likes. What is no address stands for itself.
 */
export function networkOf(address: string): string {
  const embedded = /^::ffff:([\d.]+)$/i.exec(address)?.[1] ?? address;
  if (isIPv4(embedded) || !isIPv6(address)) return embedded;
  const [withoutZone = ''] = address.split('%');
  const [head = '', tail] = withoutZone.split('::');
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')];
  const zeros = new Array<string>(GROUPS - before.length - after.length).fill('0');
  const network = [...before, ...zeros, ...after].slice(0, OF_THE_NETWORK);
  return `${network.map((group) => parseInt(group, 16).toString(16)).join(':')}::/64`;
}

/** Whether an address is of this machine itself. */
export const isLoopback = (address: string): boolean =>
  address === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/i.test(address);
