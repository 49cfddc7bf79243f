import { theme, type ThemeConfig } from 'antd';
import type { Appearance } from './appearance';

const FONTS =
  '"Microsoft YaHei","PingFang SC","Noto Sans SC","Noto Sans CJK SC",system-ui,sans-serif';

/** Greys and greens with a contrast of at least 4.5 to 1 on every surface they are used on. */
const COLOURS = {
  light: {
    colorPrimary: '#0b6b58',
    colorPrimaryBg: '#e2f0ec',
    // The library makes these of the dark colours above, and dull.
    colorPrimaryBgHover: '#d2e8e1',
    colorInfoBg: '#e8f1f9',
    colorSuccessBg: '#e9f5ec',
    colorWarningBg: '#fdf3e0',
    colorErrorBg: '#fdecea',
    colorInfo: '#1f5f99',
    colorSuccess: '#1d7a3e',
    colorWarning: '#8f5a00',
    colorError: '#b3261e',
    colorLink: '#0b6b58',
    colorBgLayout: '#f4f6f5',
    colorTextSecondary: 'rgba(0,0,0,0.72)',
    colorTextTertiary: 'rgba(0,0,0,0.65)',
    colorTextQuaternary: 'rgba(0,0,0,0.6)',
    colorTextDescription: 'rgba(0,0,0,0.65)',
    colorTextPlaceholder: 'rgba(0,0,0,0.6)',
  },
  dark: {
    colorPrimary: '#2b8f79',
    colorLink: '#6fd0b8',
    colorError: '#ff8a84',
    colorBgLayout: '#101413',
    colorBgContainer: '#181d1b',
    colorBgElevated: '#212725',
    colorTextSecondary: 'rgba(255,255,255,0.78)',
    colorTextTertiary: 'rgba(255,255,255,0.7)',
    colorTextQuaternary: 'rgba(255,255,255,0.65)',
    colorTextDescription: 'rgba(255,255,255,0.7)',
    colorTextPlaceholder: 'rgba(255,255,255,0.65)',
  },
} as const;

/** Buttons under the pointer: the library makes them lighter in the dark, and what is written on them pale. */
const HOVERED = {
  light: {},
  dark: {
    colorPrimaryHover: '#1f7563',
    defaultHoverColor: '#6fd0b8',
    defaultHoverBorderColor: '#6fd0b8',
  },
} as const;

/** The look of the console. */
export const themeOf = (appearance: Appearance, isStill: boolean): ThemeConfig => ({
  algorithm: appearance === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
  token: {
    ...COLOURS[appearance],
    fontFamily: FONTS,
    borderRadius: 5,
    motion: !isStill,
  },
  components: {
    Button: HOVERED[appearance],
    Table: { cellPaddingBlockSM: 6, headerBorderRadius: 0 },
  },
});
