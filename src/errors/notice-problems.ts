import { entry } from './problem-text';

/** Codes of notices by e-mail. */
export const NOTICE_PROBLEMS = {
  NOTICE_NOT_FAILED: entry(
    '该通知不处于发送失败状态',
    '只有发送失败的通知可以重试；当前状态见 state，请刷新查看。',
    'The notice has not failed',
    'Only what could not be sent is tried again. Where it stands is in state; look again.',
  ),
} as const;
