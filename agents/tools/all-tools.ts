import { askPolicyTool } from './ask-policy.ts';
import { backInStockTool } from './back-in-stock.ts';
import { cancelTool, changeAddressTool, changePaymentTool, swapItemsTool } from './change-tools.ts';
import { exchangeChoicesTool } from './exchange-choices.ts';
import { deliveryWishTool } from './delivery-wish.ts';
import { handOverTool } from './hand-over.ts';
import { myOrdersTool, orderStatusTool } from './order-status.ts';
import { faqSearchTool } from './faq-search.ts';
import { findProductTool, productQuestionTool, stockAtStoreTool } from './product-tools.ts';
import { reorderTool } from './reorder.ts';
import { startExchangeTool } from './start-exchange.ts';
import { startReturnTool } from './start-return.ts';
import { storeHoursTool } from './store-hours.ts';
import type { Tool } from './tool.ts';
import { trackReturnTool } from './track-return.ts';

/** All that the assistant can look at, propose or leave to a person. None of them is told who asks: that is the session's to say. */
export const tools: readonly Tool[] = [
  orderStatusTool,
  myOrdersTool,
  trackReturnTool,
  exchangeChoicesTool,
  stockAtStoreTool,
  findProductTool,
  productQuestionTool,
  askPolicyTool,
  faqSearchTool,
  storeHoursTool,
  cancelTool,
  changeAddressTool,
  swapItemsTool,
  changePaymentTool,
  deliveryWishTool,
  startReturnTool,
  startExchangeTool,
  reorderTool,
  backInStockTool,
  handOverTool
];

export const toolCalled = (name: string): Tool | undefined => tools.find((tool) => tool.name === name);
