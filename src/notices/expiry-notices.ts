import { z } from 'zod';
import { day, MOST_NAMED, noticeKind, words } from './notice-kind';

const ending = z.strictObject({
  holder: words,
  what: z.strictObject({ zh: words, en: words }),
  expiresOn: day,
  /** After the day of the reminder; below 0 where it has ended. */
  daysLeft: z.int(),
});
const facts = z.strictObject({ count: z.int().min(1), items: z.array(ending).max(MOST_NAMED) });
type Ending = z.infer<typeof ending>;

function leftInChinese(days: number): string {
  if (days === 0) return '当日到期';
  return days > 0 ? `还有 ${String(days)} 天` : `已过期 ${String(-days)} 天`;
}

function leftInEnglish(days: number): string {
  if (days === 0) return 'ends that day';
  return days > 0 ? `days left: ${String(days)}` : `days since: ${String(-days)}`;
}

const linesInChinese = (items: readonly Ending[]): string[] =>
  items.map(
    ({ holder, what, expiresOn, daysLeft }) =>
      `- ${holder}：${what.zh}，有效期至 ${expiresOn}（${leftInChinese(daysLeft)}）`,
  );
const linesInEnglish = (items: readonly Ending[]): string[] =>
  items.map(
    ({ holder, what, expiresOn, daysLeft }) =>
      `- ${holder}: ${what.en}, valid until ${expiresOn} (${leftInEnglish(daysLeft)})`,
  );

/** What whoever it concerns is told before it ends (到期提醒). */
export const EXPIRY_NOTICES = {
  files_expiring: noticeKind({
    facts,
    link: '/console/organizations',
    tell: {
      zh: ({ count, items }) => ({
        subject: `到期提醒：组织档案中 ${String(count)} 件材料即将到期`,
        body: [
          `组织档案中以下材料即将到期或已到期，请及时更新（共 ${String(count)} 件）：`,
          ...linesInChinese(items),
        ],
      }),
      en: ({ count, items }) => ({
        subject: `Expiring in the files of organizations: ${String(count)}`,
        body: [
          `These end soon or have ended, and are to be renewed (${String(count)} in all):`,
          ...linesInEnglish(items),
        ],
      }),
    },
  }),
  agreements_expiring: noticeKind({
    facts,
    link: '/console/legal-teams',
    tell: {
      zh: ({ count, items }) => ({
        subject: `到期提醒：${String(count)} 份法律服务协议即将到期`,
        body: [
          `以下法律服务协议即将到期或已到期（共 ${String(count)} 份）：`,
          ...linesInChinese(items),
        ],
      }),
      en: ({ count, items }) => ({
        subject: `Service agreements about to end: ${String(count)}`,
        body: [
          `These agreements with law firms end soon or have ended (${String(count)} in all):`,
          ...linesInEnglish(items),
        ],
      }),
    },
  }),
} as const;
