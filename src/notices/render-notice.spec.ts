import fc from 'fast-check';
import { NOTICE_KINDS } from './notice-kinds';
import { renderNotice } from './render-notice';

const REQUEST = '0198a1b2-0000-7000-8000-000000000001';
const cost = (item: string): object => ({
  application: REQUEST,
  item,
  amount: '1000.00',
  day: '2026-12-07',
});
const ending = (holder: string, daysLeft: number): object => ({
  holder,
  what: { zh: holder, en: holder },
  expiresOn: '2026-12-07',
  daysLeft,
});
const facts = (title: string): Readonly<Record<string, object>> => ({
  request_waiting: { title, request: REQUEST, dueOn: '2026-12-07' },
  request_returned: { title, request: REQUEST, dueOn: null },
  request_approved: { title, request: REQUEST },
  request_rejected: { title, request: REQUEST },
  work_overdue: { count: 21, titles: [title, title] },
  role_granted: {
    person: title,
    role: 'cashier',
    validFrom: '2026-12-01',
    validUntil: null,
    decidedBy: title,
  },
  advance_approved: { application: REQUEST, number: title },
  advance_paid: cost(title),
  advance_bounced: cost(title),
  receipt_rejected: cost(title),
  surplus_demanded: cost(title),
  surplus_reminder: cost(title),
  files_expiring: { count: 2, items: [ending(title, 7), ending(title, -3)] },
  agreements_expiring: { count: 1, items: [ending(title, 0)] },
});
const LANGUAGES = ['zh', 'en'] as const;

describe('the text of a notice', () => {
  it('says in Chinese and in English what waits, until when, and where it goes on', () => {
    const given = facts('授予张三“出纳”角色')['request_waiting'];
    expect(renderNotice('request_waiting', given, 'zh', 'https://fund.example')).toEqual({
      subject: '待办：授予张三“出纳”角色',
      text: [
        '有一件事项等待您办理：授予张三“出纳”角色',
        '办理期限：2026-12-07',
        '',
        `请登录系统办理：https://fund.example/console/approvals/${REQUEST}`,
        '',
        '此邮件由系统自动发送，请勿回复。',
        '',
      ].join('\n'),
      link: `/console/approvals/${REQUEST}`,
    });
    expect(renderNotice('request_waiting', given, 'en').text).toContain('Due on 2026-12-07');
  });

  it('is there for every kind in both languages, and counts what it does not name', () => {
    for (const kind of NOTICE_KINDS) {
      for (const language of LANGUAGES) {
        const { subject, text } = renderNotice(kind, facts('事项')[kind], language);
        expect([kind, language, subject.length > 0, text.length > 0]).toEqual([
          kind,
          language,
          true,
          true,
        ]);
      }
    }
    expect(renderNotice('work_overdue', facts('事项')['work_overdue'], 'zh').text).toContain(
      '共 21 件',
    );
  });

  it('takes no line, no header and no markup from what people wrote', () => {
    const lines = (kind: string, title: string): number =>
      renderNotice(kind, facts(title)[kind], 'zh').text.split(/[\n\v\f\r\x85\u2028\u2029]/).length;
    const hostile = fc.stringMatching(/^[\r\n\u2028\u202e\0a<: ]{0,40}$/);
    fc.assert(
      fc.property(
        fc.constantFrom(...NOTICE_KINDS),
        fc.oneof(hostile, fc.string()),
        (kind, title) => {
          expect(lines(kind, title)).toBe(lines(kind, '事项'));
          const { subject } = renderNotice(kind, facts(title)[kind], 'en');
          expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
          expect(Array.from(subject).length).toBeLessThanOrEqual(200);
        },
      ),
    );
  });

  it('is refused for facts that are not those of the kind', () => {
    expect(() => renderNotice('request_waiting', {}, 'zh')).toThrow();
    expect(() => renderNotice('nothing', {}, 'zh')).toThrow('no text tells nothing');
  });
});
