export * from './change-templates';
export * from './templates';
