export { HONOUR_APPROVALS } from './honour-kinds';
export { Honour, HonourCase, HonourDocument, HonourRevocation } from './honour.entity';
