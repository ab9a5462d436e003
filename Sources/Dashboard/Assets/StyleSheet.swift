/// How pages look: light and dark, wide and narrow. Colours of states are told apart by colour-blind readers, too, and never
/// stand alone.
enum StyleSheet {
    static let text = base + parts + states + charts

    private static let base = """
        :root{--ground:#fbfbf9;--sheet:#fff;--ink:#1c2430;--faint:#5b6675;--line:#d9dde3;--link:#0b5cad;--accent:#17324d;
        --complete:#00735a;--partial:#9a5b00;--missing:#b3400b;--stale:#8a2f73;--waived:#1c6fa8;--empty:#eceef1;
        --s1:#0b5cad;--s2:#b3400b;--s3:#00735a;--s4:#8a2f73;--s5:#7a6200;--s6:#4a5565}
        @media (prefers-color-scheme:dark){:root{--ground:#12161c;--sheet:#1a2028;--ink:#e6eaef;--faint:#a3adba;
        --line:#343d49;--link:#7db8f5;--accent:#0d1218;--complete:#3fc79b;--partial:#f0b14a;--missing:#ff8a5c;
        --stale:#e394cf;--waived:#7cc4f5;--empty:#262d37;--s1:#7db8f5;--s2:#ff8a5c;--s3:#3fc79b;--s4:#e394cf;--s5:#e0c65a;
        --s6:#b4bdc9}}
        *{box-sizing:border-box}
        html{font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;background:var(--ground);
        color:var(--ink);-webkit-text-size-adjust:100%}
        body{margin:0}
        a{color:var(--link)}
        :focus-visible{outline:3px solid var(--link);outline-offset:2px}
        .skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--sheet);padding:8px;z-index:2}
        header{display:flex;flex-wrap:wrap;gap:4px 20px;align-items:center;background:var(--accent);padding:8px 20px}
        header a{color:#dfe8f2;text-decoration:none;padding:6px 2px;display:inline-block}
        header a:hover,header a[aria-current]{color:#fff;box-shadow:inset 0 -2px #3fb68b}
        .brand{font-weight:700}
        nav ul{display:flex;flex-wrap:wrap;gap:0 16px;list-style:none;margin:0;padding:0}
        .jump{margin-left:auto;display:flex;gap:6px;align-items:center;color:#dfe8f2}
        main{max-width:1240px;margin:0 auto;padding:8px 20px 40px}
        h1{font-size:1.6rem;line-height:1.2;margin:16px 0;overflow-wrap:anywhere}
        h2{font-size:1.15rem;margin:28px 0 8px}
        h3{font-size:1rem;margin:20px 0 6px}
        footer{display:flex;flex-wrap:wrap;gap:4px 24px;border-top:1px solid var(--line);color:var(--faint);
        padding:12px 20px;font-size:.875rem}

        """

    private static let parts = """
        .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(230px,1fr));gap:14px}
        .card{background:var(--sheet);border:1px solid var(--line);border-radius:8px;padding:12px 16px}
        .card h3{margin:0 0 4px}.card p{margin:4px 0}
        .big{font-size:1.5rem;font-weight:650;font-variant-numeric:tabular-nums}
        progress{width:100%;height:10px;accent-color:var(--complete)}
        .wide{overflow-x:auto;max-width:100%}
        table{border-collapse:collapse;width:100%;font-size:.92rem;background:var(--sheet)}
        caption{text-align:left;color:var(--faint);padding:4px 0;font-size:.875rem}
        th,td{text-align:left;padding:5px 10px;border-bottom:1px solid var(--line);vertical-align:top}
        thead th{border-bottom:2px solid var(--line);white-space:nowrap}
        tbody th{font-weight:500}
        .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        code,pre{font:.875em/1.45 ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}
        code{overflow-wrap:anywhere}
        .command{background:var(--empty);border-radius:6px;padding:8px 12px;margin:6px 0;white-space:pre-wrap;
        overflow-wrap:anywhere;position:relative}
        .command button{float:right;margin:-2px -4px 0 8px;font-size:.8rem;padding:1px 8px}
        .facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:8px 20px;margin:8px 0}
        .facts dt{color:var(--faint);font-size:.875rem}.facts dd{margin:0;overflow-wrap:anywhere}
        form.filter{display:flex;flex-wrap:wrap;gap:8px 14px;align-items:end;margin:8px 0}
        form.filter label,form.act label{display:flex;flex-direction:column;font-size:.875rem;color:var(--faint)}
        form.filter label.check,form.act label.check{flex-direction:row;gap:6px;align-items:center}
        form.act{background:var(--sheet);border:1px solid var(--line);border-radius:8px;padding:10px 14px;margin:8px 0;
        display:flex;flex-wrap:wrap;gap:8px 14px;align-items:end}
        form.act .command{flex-basis:100%}
        input,select,button,textarea{font:inherit;color:inherit;background:var(--sheet);border:1px solid var(--faint);
        border-radius:5px;padding:4px 8px;max-width:100%}
        header input{color:var(--ink)}header button{color:var(--ink)}
        button{cursor:pointer}button.main{background:var(--link);border-color:var(--link);color:var(--sheet)}
        .note{border-left:4px solid var(--partial);padding:4px 12px;background:var(--sheet)}
        .pager{display:flex;gap:16px}
        .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,480px),1fr));gap:0 20px}
        time,.id{white-space:nowrap}
        figure{margin:12px 0}figcaption{color:var(--faint);font-size:.875rem}

        """

    private static let states = """
        .state{white-space:nowrap;color:var(--faint)}
        .s-complete,.s-success,.s-no-data,.s-finished,.s-passed{color:var(--complete)}
        .s-partial,.s-interrupted,.s-outdated,.s-running,.s-warning{color:var(--partial)}
        .s-missing,.s-failed,.s-not-passed,.s-error,.s-critical{color:var(--missing)}
        .s-stale,.s-blocked{color:var(--stale)}.s-waived{color:var(--waived)}
        .legend{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:.875rem}

        """

    private static let charts = """
        .figure{max-width:100%;height:auto;display:block;font:11px system-ui,sans-serif}
        .figure text{fill:var(--faint)}.figure .grid{stroke:var(--line);stroke-width:1}
        .figure .reference{stroke:var(--faint);stroke-dasharray:4 4}
        .figure .ground{fill:var(--empty)}.figure a:focus-visible .ground,.figure a:hover .ground{fill:var(--faint)}
        .figure path.s-complete{fill:var(--complete)}.figure path.s-partial{fill:var(--partial)}
        .figure path.s-missing{fill:var(--missing)}.figure path.s-stale{fill:var(--stale)}
        .figure path.s-waived{fill:var(--waived)}.figure path.s-no-games{fill:var(--faint)}
        .figure path.hollow{fill:none;stroke-width:1.3}.figure path.s-missing.hollow{stroke:var(--missing)}
        .figure path.s-stale.hollow{stroke:var(--stale)}
        .figure .series{fill:none;stroke-width:2}.figure .dot{stroke-width:0}
        .figure .series-1{stroke:var(--s1)}.figure .series-2{stroke:var(--s2)}.figure .series-3{stroke:var(--s3)}
        .figure .series-4{stroke:var(--s4)}.figure .series-5{stroke:var(--s5)}.figure .series-6{stroke:var(--s6)}
        .figure .name.series-1,.figure .dot.series-1{fill:var(--s1);stroke:none}
        .figure .name.series-2,.figure .dot.series-2{fill:var(--s2);stroke:none}
        .figure .name.series-3,.figure .dot.series-3{fill:var(--s3);stroke:none}
        .figure .name.series-4,.figure .dot.series-4{fill:var(--s4);stroke:none}
        .figure .name.series-5,.figure .dot.series-5{fill:var(--s5);stroke:none}
        .figure .name.series-6,.figure .dot.series-6{fill:var(--s6);stroke:none}
        .figure .band{fill:var(--s1);opacity:.18;stroke:none}
        .figure .bar{fill:var(--faint)}.figure .bar.state-success,.figure .bar.state-no_data{fill:var(--complete)}
        .figure .bar.state-failed{fill:var(--missing)}.figure .bar.state-partial,.figure .bar.state-running{
        fill:var(--partial)}.figure .bar.state-blocked{fill:var(--stale)}
        .figure .outline{fill:none;stroke:var(--faint);stroke-width:1.5}
        .figure .area{fill:var(--s1);stroke:var(--ground)}
        td .figure{width:120px}
        @media (max-width:600px){main{padding:4px 12px 32px}header{padding:6px 12px}.jump{margin-left:0}h1{font-size:1.3rem}
        figure .figure{max-width:none;width:640px}}

        """
}
