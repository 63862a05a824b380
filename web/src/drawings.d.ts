declare module "*.svg?drawing" {
  import type { Drawing } from "./dom.ts";
  const drawing: Drawing;
  export default drawing;
}
