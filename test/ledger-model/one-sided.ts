import type { Outcome } from './kind';

interface Exception {
  readonly always: Outcome;
  readonly because: string;
  readonly kinds: readonly string[];
}

/** Kinds of commands that by contract have one outcome only; every other kind must have both. */
export const ONE_SIDED: readonly Exception[] = [
  {
    always: 'accepted',
    because: 'a question about books that are there always has an answer',
    kinds: [
      'mark the time',
      'balance of an account',
      'total at a moment',
      'balances at a moment',
      'trial balance',
      'section totals',
      'facet totals',
      'page of journals',
      'journal of a request',
      'check by rebuilding',
    ],
  },
  {
    always: 'accepted',
    because: 'posting refuses requests, which then are failed, and never the call',
    kinds: [
      'post one',
      'post five',
      'post all',
      'post a batch as a worker does',
      'post one request by its number',
    ],
  },
  {
    always: 'accepted',
    because: 'what was accepted under a key has the same answer for ever',
    kinds: ['same request again', 'same reversal again'],
  },
  {
    always: 'accepted',
    because: 'what is held can always be given back whole',
    kinds: ['release a hold', 'release ended holds'],
  },
  {
    always: 'accepted',
    because: 'it is no command of the ledger but what happens to it',
    kinds: ['the end of a hold comes', 'poison a request'],
  },
  {
    always: 'refused',
    because: 'such lines are no posting, whatever the books hold',
    kinds: ['unbalanced', 'unbalanced between money and memo', 'no line or one', 'amount of zero'],
  },
  {
    always: 'refused',
    because: 'a month on hold or closed takes nothing',
    kinds: ['dated in a month on hold', 'dated in a closed month'],
  },
  {
    always: 'refused',
    because: 'it was done before, and is done once',
    kinds: ['release a hold again', 'reverse again', 'same key for another request'],
  },
  {
    always: 'refused',
    because: 'what it asks to change is not there',
    kinds: ['retry a request that has not failed', 'reverse a journal that is not there'],
  },
  {
    always: 'refused',
    because: 'nobody reopens a month alone',
    kinds: ['reopen a month alone'],
  },
];
