// Every behavior is one module, bound by data- attributes; every page works without them.
import "../css/main.css";
import "../css/bootstrap.scss";

import "./requests.js";
import "./themes.js";
import "./messages.js";
import "./submits.js";
import "./timezones.js";
import "./clicks.js";
import "./puzzles.js";
import "./filters.js";
import "./rows.js";
import "./prints.js";
import "./phones.js";
