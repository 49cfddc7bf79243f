import { awardState, type AwardStanding } from './award-state';

const standing = (more: Partial<AwardStanding>): AwardStanding => ({
  today: '2026-11-30',
  isAssessed: true,
  noticeUntil: null,
  openObjections: 0,
  award: null,
  owedBack: 0n,
  ...more,
});

describe('the state of an award', () => {
  it.each<[string, Partial<AwardStanding>]>([
    ['to_assess', { isAssessed: false }],
    ['assessed', {}],
    ['in_notice', { noticeUntil: '2026-11-30' }],
    ['notice_over', { noticeUntil: '2026-11-29' }],
    ['objected', { noticeUntil: '2026-11-29', openObjections: 1 }],
    ['approved', { award: { unpaid: 1n }, noticeUntil: '2026-11-29' }],
    ['paid', { award: { unpaid: 0n } }],
    ['to_return', { award: { unpaid: 0n }, owedBack: 1n }],
    ['to_return', { isAssessed: false, owedBack: 1n }],
    ['approved', { award: { unpaid: 1n }, owedBack: 1n }],
  ])('is %s with %o', (state, more) => {
    expect(awardState(standing(more))).toBe(state);
  });
});
