import { z } from 'zod';
import { ROLE_NAMES, ROLES } from '../identity';
import { ADVANCE_NOTICES } from './advance-notices';
import { EXPIRY_NOTICES } from './expiry-notices';
import { day, MOST_NAMED, noticeKind, words } from './notice-kind';

const role = z.enum(ROLES);
const request = z.strictObject({ title: words, request: z.uuid() });

const named = (titles: readonly string[]): string[] => titles.map((title) => `- ${title}`);

/** Every notice that there is: what it is told of, and its text in both languages. */
export const NOTICES = {
  request_waiting: noticeKind({
    facts: request.extend({ dueOn: day.nullable() }),
    link: '/console/approvals/:request',
    tell: {
      zh: ({ title, dueOn }) => ({
        subject: `待办：${title}`,
        body: [`有一件事项等待您办理：${title}`, ...(dueOn === null ? [] : [`办理期限：${dueOn}`])],
      }),
      en: ({ title, dueOn }) => ({
        subject: `To decide: ${title}`,
        body: [`A request waits for you: ${title}`, ...(dueOn === null ? [] : [`Due on ${dueOn}`])],
      }),
    },
  }),
  request_returned: noticeKind({
    facts: request.extend({ dueOn: day.nullable() }),
    link: '/console/approvals/:request',
    tell: {
      zh: ({ title, dueOn }) => ({
        subject: `退回补正：${title}`,
        body: [
          `您提交的事项已退回，请查看退回理由并补正：${title}`,
          ...(dueOn === null ? [] : [`补正期限：${dueOn}`]),
        ],
      }),
      en: ({ title, dueOn }) => ({
        subject: `Returned: ${title}`,
        body: [
          `Your request came back. Read why, and complete it: ${title}`,
          ...(dueOn === null ? [] : [`Due on ${dueOn}`]),
        ],
      }),
    },
  }),
  request_approved: noticeKind({
    facts: request,
    link: '/console/approvals/:request',
    tell: {
      zh: ({ title }) => ({ subject: `已批准：${title}`, body: [`您提交的事项已批准：${title}`] }),
      en: ({ title }) => ({
        subject: `Approved: ${title}`,
        body: [`Your request was approved: ${title}`],
      }),
    },
  }),
  request_rejected: noticeKind({
    facts: request,
    link: '/console/approvals/:request',
    tell: {
      zh: ({ title }) => ({
        subject: `不予批准：${title}`,
        body: [`您提交的事项未获批准，理由请在系统中查看：${title}`],
      }),
      en: ({ title }) => ({
        subject: `Rejected: ${title}`,
        body: [`Your request was rejected; the console says why: ${title}`],
      }),
    },
  }),
  work_overdue: noticeKind({
    facts: z.strictObject({ count: z.int().min(1), titles: z.array(words).max(MOST_NAMED) }),
    link: '/console/todo',
    tell: {
      zh: ({ count, titles }) => ({
        subject: `逾期提醒：${String(count)} 件事项超过办理期限`,
        body: [`以下事项已超过办理期限，等待您办理（共 ${String(count)} 件）：`, ...named(titles)],
      }),
      en: ({ count, titles }) => ({
        subject: `Overdue: ${String(count)} to act on`,
        body: [`These are overdue and wait for you (${String(count)} in all):`, ...named(titles)],
      }),
    },
  }),
  role_granted: noticeKind({
    facts: z.strictObject({
      person: words,
      role,
      validFrom: day,
      validUntil: day.nullable(),
      decidedBy: words,
    }),
    link: '/console/account',
    tell: {
      zh: ({ person, role: granted, validFrom, validUntil, decidedBy }) => ({
        subject: `角色授予：${person} 担任${ROLE_NAMES[granted].zh}`,
        body: [
          `${person} 被授予“${ROLE_NAMES[granted].zh}”角色，自 ${validFrom} 起${validUntil === null ? '' : `，至 ${validUntil} 止`}。决定人：${decidedBy}。`,
          '如有疑问，请立即联系安全管理员。',
        ],
      }),
      en: ({ person, role: granted, validFrom, validUntil, decidedBy }) => ({
        subject: `Role granted: ${person}, ${ROLE_NAMES[granted].en}`,
        body: [
          `${person} was given the role ${ROLE_NAMES[granted].en} from ${validFrom}${validUntil === null ? '' : ` until ${validUntil}`}, decided by ${decidedBy}.`,
          'If this looks wrong, tell the security administrator at once.',
        ],
      }),
    },
  }),
  ...ADVANCE_NOTICES,
  ...EXPIRY_NOTICES,
} as const;

export type NoticeKindName = keyof typeof NOTICES;

/** The facts of a kind, as they are announced. */
export type NoticeFacts<Kind extends NoticeKindName> = z.input<(typeof NOTICES)[Kind]['facts']>;

export const NOTICE_KINDS = Object.keys(NOTICES) as [NoticeKindName, ...NoticeKindName[]];
