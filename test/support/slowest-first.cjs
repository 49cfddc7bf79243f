const { default: Sequencer } = require('@jest/test-sequencer');

/** What takes longest in its full size, and little in the usual run. */
const SLOWEST_IN_FULL = [
  'test/ledger-model/',
  'test/sealing/tamper-random',
  'test/crash/',
  'test/http-fuzz/',
  'test/bench',
  'test/planted-faults',
  'test/case-file-oracle/',
  'test/bank/',
  'test/queue/',
];

/** What takes longest, so that no worker begins with it when the others are about to end. */
const SLOWEST = [
  ...(process.env.FUND_LONG_TESTS === '1' ? SLOWEST_IN_FULL : []),
  'test/ledger-model/',
  'test/crash/',
  'test/console/requests',
  'test/console/journey',
  'test/http-fuzz/',
  'test/case-file-oracle/',
  'test/same-books/',
  'test/queue/',
  'test/console/',
  'test/start.',
  'test/replay-processes',
  'test/bench',
  'test/planted-faults',
  'test/embedded-database',
  'test/sealing/verify-process',
  'test/sealing/proof-process',
  'test/bank/',
];

const rank = ({ path }) => {
  const place = SLOWEST.findIndex((part) => path.includes(part));
  return place === -1 ? SLOWEST.length : place;
};

/** Begins with what is known to take long; a clean machine has no record of earlier runs to go by. */
module.exports = class SlowestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
};
