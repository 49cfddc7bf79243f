export * from './change-templates';
export * from './damage-templates';
export * from './templates';
