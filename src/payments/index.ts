export { OPEN_PAYMENTS } from './open-payments-inbox';
export { PaymentOrder, PaymentOrderLine, PaymentResult } from './payment-order.entity';
export { listPayable, listPaymentOrders } from './read-payment-orders';
export { UNPAID_ADVANCES } from './unpaid-inbox';
