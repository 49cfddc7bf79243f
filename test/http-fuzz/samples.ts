import { DEFAULT_AWARD_TERMS } from '../../src/law';

const VOUCHER = {
  businessOn: '2024-03-15',
  summary: 'Money of an unknown payer',
  lines: [
    { account: '1002.01', debit: '1.00' },
    { account: '2307.09', dimensions: { party: 'somebody' }, credit: '1.00' },
  ],
};
const MEETING = {
  number: '2026-1',
  title: '第一次联席会议',
  heldOn: '2026-11-20',
  place: '长春',
  chairedBy: '李某',
  agenda: ['审议垫付申请'],
  attendees: [{ agency: '市财政局', name: '赵某' }],
  minutes: '会议同意。',
  resolutions: [
    {
      number: '决1',
      text: '同意。',
      kind: 'policy_change',
      amount: '300000.00',
      owner: '王某',
      dueOn: '2026-12-31',
    },
  ],
};

const BANK_PROFILE = {
  book: 'casefile-nanping-2015',
  name: '长春银行',
  profile: {
    kind: 'csv',
    order: 'oldest_first',
    datePattern: 'YYYY-MM-DD',
    columns: { date: ['日期'], amount: { form: 'signed', amount: ['金额'] } },
  },
};

const TRAINING = {
  book: 'casefile-nanping-2015',
  kind: 'training',
  heldOn: '2026-05-20',
  topic: '环境公益诉讼证据规则',
  heldBy: '省厅',
  attended: ['陈某律师'],
  documents: [],
};

/** What can be asked for of each kind with money in it; a new kind of that sort wants one too. */
export const CONTENTS: Readonly<Record<string, unknown>> = {
  budget_change: {
    change: 'appropriation',
    pool: 'special_fund',
    year: 2026,
    budgetLines: [{ category: 'lawyer', raise: '1.00' }],
    document: '吉财预〔2026〕1号',
    reason: '年初预算',
  },
  general_voucher: VOUCHER,
  policy_change: {
    name: 'approval_tiers',
    value: [{ upTo: '50000.00', steps: ['reviewer', 'approver'], resolution: false }],
    effectiveOn: '2027-01-01',
  },
};

/** Bodies that get further than most of those that are made from a schema alone. */
export const SAMPLES: Readonly<Record<string, unknown>> = {
  'POST /api/v1/books/{book}/vouchers': VOUCHER,
  'POST /api/v1/books/{book}/voucher-batches': { vouchers: [VOUCHER, VOUCHER] },
  'POST /api/v1/bank-accounts': {
    book: 'elsewhere-book',
    holderKind: 'vendor',
    holderName: '某检测公司',
    bankName: '中国银行长春分行',
    number: '6222021234567890123',
  },
  'POST /api/v1/award-policies/trial': { value: DEFAULT_AWARD_TERMS },
  'POST /api/v1/bank-profiles': BANK_PROFILE,
  'POST /api/v1/bank-profiles/trial': {
    ...{ book: BANK_PROFILE.book, file: 'YQ==', profile: BANK_PROFILE.profile },
  },
  'POST /api/v1/meetings': MEETING,
  'PUT /api/v1/meetings/{id}': MEETING,
  'PUT /api/v1/accounts/current/contact': { email: 'officer@bureau.example', language: 'zh' },
  'POST /api/v1/training-records': TRAINING,
  'POST /api/v1/approvals': { kind: 'policy_change', content: CONTENTS['policy_change'] },
};

const OBJECT = 'wants an object of the register, which this book has none of';
const ETAG = 'wants the ETag that was read just before';
const SEEN = 'wants what was shown once: a code, a link or a token';
const CHANCE =
  'wants two names that belong together, or an object in one state: chance finds them seldom';
const PARAMETER = 'wants a parameter of the address that is right by itself';
const BYTES = 'wants the bytes of a file, not JSON';
const APPROVED = 'wants an advance that others approved';
const SIZE = 'wants two sizes of a tree, the smaller one first';

/** Operations that need not be got through by what is made by chance, and why. All others are. */
export const NEED_NOT_SUCCEED: Readonly<Record<string, string>> = {
  'DELETE /api/v1/advance-drafts/{id}': CHANCE,
  'DELETE /api/v1/delegations/{id}': CHANCE,
  'GET /api/v1/advance-drafts/{id}': CHANCE,
  'GET /api/v1/advances/payees': CHANCE,
  'GET /api/v1/ageing': PARAMETER,
  'GET /api/v1/advances/{id}': CHANCE,
  'GET /api/v1/advances/{id}/timeline': CHANCE,
  'GET /api/v1/cases/{id}': CHANCE,
  'GET /api/v1/cases/{id}/judgments': CHANCE,
  'GET /api/v1/cases/{id}/procedure': CHANCE,
  'GET /api/v1/cases/{id}/claims': CHANCE,
  'GET /api/v1/cases/{id}/claims/interest': CHANCE,
  'GET /api/v1/cases/{id}/damage-fund': CHANCE,
  'GET /api/v1/cases/{id}/demand-letters': CHANCE,
  'GET /api/v1/cases/{id}/enforcement-receipts': CHANCE,
  'GET /api/v1/cases/{id}/in-kind': CHANCE,
  'GET /api/v1/cases/{id}/pay-outs': CHANCE,
  'GET /api/v1/cases/{id}/plan-opinions': CHANCE,
  'GET /api/v1/cases/{id}/restoration-plans': CHANCE,
  'GET /api/v1/restoration-plans/{id}': CHANCE,
  'GET /api/v1/cases/{id}/recovered-costs': CHANCE,
  'GET /api/v1/audit-events/{id}/proof': CHANCE,
  'GET /api/v1/books/{book}/months/{month}/closing': CHANCE,
  'GET /api/v1/calendar': PARAMETER,
  'GET /api/v1/credit-codes/check': PARAMETER,
  'GET /api/v1/documents/{id}': BYTES,
  'GET /api/v1/documents/{id}/content': BYTES,
  'GET /api/v1/documents/{id}/invoice': BYTES,
  'GET /api/v1/audit-trail/consistency': SIZE,
  'GET /api/v1/books/{id}/consistency': SIZE,
  'GET /api/v1/books/{id}/journals/{number}/proof': CHANCE,
  'GET /api/v1/books/{id}/requests/{request}/events': CHANCE,
  'GET /api/v1/cases/{id}/damage-fund/trace': CHANCE,
  'GET /api/v1/delegations/candidates': CHANCE,
  'GET /api/v1/demand-letters/{id}/letter.pdf': CHANCE,
  'GET /api/v1/honours/{id}': CHANCE,
  'GET /api/v1/honours/{id}/certificate.pdf': CHANCE,
  'GET /api/v1/law-firms/{id}': CHANCE,
  'GET /api/v1/law-firms/{id}/engagement-choices': CHANCE,
  'GET /api/v1/service-agreements/{id}': CHANCE,
  'GET /api/v1/books/{book}/requests/{request}': CHANCE,
  'GET /api/v1/bank-accounts/{id}': CHANCE,
  'GET /api/v1/bank-accounts/{id}/number': CHANCE,
  'GET /api/v1/meetings/{id}': CHANCE,
  'GET /api/v1/organizations/{id}': CHANCE,
  'GET /api/v1/organizations/{id}/qualification': CHANCE,
  'GET /api/v1/meetings/resolutions': 'wants every parameter right or absent',
  'GET /api/v1/seal-key': 'no key is configured here',
  'GET /api/v1/payment-orders/{id}': APPROVED,
  'POST /api/v1/account-resets/{id}/link': CHANCE,
  'POST /api/v1/accounts/current/password': SEEN,
  'POST /api/v1/activations': SEEN,
  'POST /api/v1/activations/confirm': SEEN,
  'POST /api/v1/api-keys/{id}/revoke': CHANCE,
  'GET /api/v1/cases/{id}/award': CHANCE,
  'GET /api/v1/cases/{id}/award/sheet.pdf': CHANCE,
  'POST /api/v1/cases/{id}/award/assessments': CHANCE,
  'POST /api/v1/award-assessments/{id}/notice': CHANCE,
  'POST /api/v1/award-assessments/{id}/objections': CHANCE,
  'POST /api/v1/award-assessments/{id}/voiding': CHANCE,
  'POST /api/v1/award-objections/{id}/decision': CHANCE,
  'POST /api/v1/award-shares/{id}/returns': CHANCE,
  'POST /api/v1/award-shares/{id}/uses': CHANCE,
  'POST /api/v1/cases': OBJECT,
  'POST /api/v1/cases/{id}/steps': CHANCE,
  'POST /api/v1/cases/{id}/steps/{step}/revocation': CHANCE,
  'POST /api/v1/cases/{id}/demand-letters': CHANCE,
  'POST /api/v1/cases/{id}/enforcement-receipts': CHANCE,
  'POST /api/v1/cases/{id}/in-kind': CHANCE,
  'POST /api/v1/cases/{id}/plan-opinions': CHANCE,
  'POST /api/v1/restoration-plans/{id}/reports': CHANCE,
  'POST /api/v1/pay-outs/{id}/return': CHANCE,
  'POST /api/v1/cases/{id}/judgments/preview': CHANCE,
  'PUT /api/v1/advance-drafts/{id}': CHANCE,
  'POST /api/v1/approvals/{id}/decisions': 'wants the hash that was shown',
  'POST /api/v1/approvals/{id}/withdraw': CHANCE,
  'POST /api/v1/books/{book}/months/{month}/close': CHANCE,
  'POST /api/v1/books/{book}/months/{month}/hold': CHANCE,
  'POST /api/v1/books/{book}/months/{month}/release': CHANCE,
  'POST /api/v1/documents': BYTES,
  'POST /api/v1/bank-statements': BYTES,
  'POST /api/v1/bank-statements/preview': BYTES,
  'GET /api/v1/bank-profiles': PARAMETER,
  'GET /api/v1/bank-entries': PARAMETER,
  'GET /api/v1/bank-lines/ageing': PARAMETER,
  'GET /api/v1/clearing-accounts': PARAMETER,
  'GET /api/v1/bank-lines/{id}/history': OBJECT,
  'GET /api/v1/bank-lines/{id}/receipt': OBJECT,
  'GET /api/v1/bank-lines/{id}/voucher': OBJECT,
  'GET /api/v1/bank-reconciliations': PARAMETER,
  'GET /api/v1/bank-reconciliations/draft': PARAMETER,
  'GET /api/v1/bank-reconciliations/{id}': OBJECT,
  'POST /api/v1/bank-reconciliations': OBJECT,
  'POST /api/v1/bank-reconciliations/{id}/confirm': OBJECT,
  'GET /api/v1/bank-matches/suggestions': PARAMETER,
  'POST /api/v1/bank-matches': OBJECT,
  'POST /api/v1/bank-matches/{id}/undo': OBJECT,
  'POST /api/v1/bank-lines/{id}/ignore': OBJECT,
  'POST /api/v1/bank-lines/{id}/receipt': OBJECT,
  'POST /api/v1/bank-lines/{id}/restore': OBJECT,
  'POST /api/v1/legal-engagements/{id}/evaluation': CHANCE,
  'POST /api/v1/meetings/{id}/conclude': ETAG,
  'POST /api/v1/notices/{id}/retry': CHANCE,
  'POST /api/v1/meetings/{id}/resolutions/{resolution}/follow-up': ETAG,
  'GET /api/v1/advances/items/{id}/surplus': APPROVED,
  'GET /api/v1/payment-orders/{id}/batch.xlsx': APPROVED,
  'GET /api/v1/payment-orders/{id}/order.pdf': APPROVED,
  'POST /api/v1/advances/items/{id}/remind': APPROVED,
  'POST /api/v1/advances/items/{id}/surplus': APPROVED,
  'POST /api/v1/advances/items/{id}/surplus-returned': APPROVED,
  'POST /api/v1/advances/{id}/receipts': APPROVED,
  'POST /api/v1/receipt-lines/{id}/decision': APPROVED,
  'POST /api/v1/payment-orders': APPROVED,
  'POST /api/v1/payment-orders/{id}/lines/{line}/result': APPROVED,
  'POST /api/v1/people/{id}/roles/{role}/revoke': CHANCE,
  'POST /api/v1/queue/requests/{id}/retry': CHANCE,
  'POST /api/v1/sessions': SEEN,
  'POST /api/v1/sessions/refresh': SEEN,
  'POST /api/v1/sessions/second-factor': SEEN,
  'POST /api/v1/set-up': SEEN,
  'PUT /api/v1/approvals/{id}': ETAG,
  'PUT /api/v1/meetings/{id}': ETAG,
};

const PAGE = 'a page of the console, which is HTML';
/** Routes that the description leaves out, and why. */
export const NOT_DESCRIBED: Readonly<Record<string, string>> = {
  'GET /activate': PAGE,
  'GET /console': PAGE,
  'GET /console/*path': PAGE,
  'GET /metrics': 'for Prometheus, in its own format',
  'GET /set-up': PAGE,
  'GET /sign-in': PAGE,
};
