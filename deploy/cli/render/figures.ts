export {
  bytes,
  clockTime,
  counted,
  duration,
  grouped,
  period,
  timeOfDay,
} from "../../../processors/wording/index.ts";
