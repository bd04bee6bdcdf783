### Wen anrufen, nach Worten, die nach Gefahr klingen. Die erste Zeile ist die von /sos.

kit-meant =
    { $sos }

    Von dem, was du gerade geschrieben hast, habe ich nichts behalten, und niemand erfährt davon. Du musst nichts erklären.
    .not_meant = So war das nicht gemeint
kit-stays =
    { $sos }

    Gut. Es bleibt trotzdem hier stehen, falls es einmal nützt.
kit-trained =
    Etwas für einen ruhigen Moment, nur für dich.
    Es gibt Menschen, die gelernt haben, was hilft, wenn es so schwer ist. Was sie jeweils tun und was man vorher fragt, steht hier.
