# Rscript lme4.R scores.csv effects.csv repeats: fits y ~ 1 + (1|entry) + (1|juror) by REML, prints "name value" lines.
# Timed with lme4's defaults; fitted once more to a tight tolerance for comparing the entry effects.
suppressPackageStartupMessages(library(lme4))
arguments <- commandArgs(trailingOnly = TRUE)
scores <- read.csv(arguments[1], colClasses = c("factor", "factor", "numeric"))
seconds <- replicate(as.integer(arguments[3]), {
  gc()
  system.time(lmer(score ~ 1 + (1 | entry) + (1 | juror), data = scores))[["elapsed"]]
})
tight <- lmerControl(optimizer = "nloptwrap", optCtrl = list(xtol_abs = 1e-12, xtol_rel = 0, ftol_abs = 1e-14, ftol_rel = 0, maxeval = 10000))
found <- suppressWarnings(lmer(score ~ 1 + (1 | entry) + (1 | juror), data = scores, control = tight))
sd <- as.data.frame(VarCorr(found))
cat("seconds", format(median(seconds), digits = 10), "\n")
cat("sd_entry", format(sd$sdcor[sd$grp == "entry"], digits = 12), "\n")
cat("sd_juror", format(sd$sdcor[sd$grp == "juror"], digits = 12), "\n")
cat("sd_residual", format(sigma(found), digits = 12), "\n")
cat("criterion", format(REMLcrit(found), digits = 14), "\n")
cat("version", as.character(packageVersion("lme4")), "\n")
effects <- ranef(found)$entry
write.csv(data.frame(entry = rownames(effects), effect = effects[[1]]), arguments[2], row.names = FALSE)
