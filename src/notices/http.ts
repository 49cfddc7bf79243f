export { NoticesController } from './notices.controller';
