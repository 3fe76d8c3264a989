"""What products call the columns of their exports, and where each name was found."""

from bot.sources.exports_zh import CHINESE
from bot.sources.names import Export

_PUBLIC = "https://github.com/search?type=code&q="

EXPORTS = (
    *CHINESE,
    Export(
        "Zendesk Explore",
        "en",
        "https://support.zendesk.com/hc/en-us/articles/4408827693594",
        {"resolved_at": "ticket solved", "updated_at": "ticket updated", "group": "ticket group"},
    ),
    Export(
        "Zendesk",
        "de",
        "https://support.zendesk.com/hc/de/articles/4408821871642",
        {"first_response_at": "Zeit bis zur ersten Reaktion"},
    ),
    Export(
        "Zendesk",
        "de",
        "https://support.zendesk.com/hc/de/articles/5654110765338",
        {
            "first_response_at": "Zeit bis zur ersten Antwort",
            "resolved_at": "Zeit bis zur vollständigen Lösung",
        },
    ),
    Export(
        "Zendesk",
        "pt",
        "https://support.zendesk.com/hc/pt-br/articles/4408827693594",
        {"external_id": "ID do ticket", "status": "Status do ticket"},
    ),
    Export(
        "Zendesk",
        "ja",
        "https://support.zendesk.com/hc/ja/articles/4408827693594",
        {"external_id": "チケットID", "status": "チケットのステータス"},
    ),
    Export(
        "Freshdesk",
        "en",
        _PUBLIC + "%22First+response+time+(in+hrs)%22+%22Last+update+time%22",
        {"updated_at": "last update time|last updated time"},
    ),
    Export(
        "Intercom",
        "en",
        "https://intercom.com/help/en/articles/7022438-reporting-metrics-attributes",
        {"first_response_at": "conversation first replied at"},
    ),
    Export(
        "Intercom",
        "en",
        "https://intercom.com/help/en/articles/6762778-reporting-metrics-for-rest-api-and-csv-exports",
        {"first_response_at": "first admin reply at"},
    ),
    Export(
        "Intercom (Intercom Export)",
        "en",
        "https://www.prodsight.ai/help-sub/intercomexport-help-center/getting-started/"
        "what-does-the-intercom-conversation-export-contain",
        {
            "first_response_at": "conversation first response at",
            "closed_at": "conversation closed at",
            "status": "conversation state",
        },
    ),
    Export(
        "ServiceNow (UCI incident event log)",
        "en",
        "https://archive.ics.uci.edu/dataset/498",
        {"opened_at": "sys created at", "updated_at": "sys updated at|sys updated on"},
    ),
    Export(
        "osTicket",
        "en",
        "https://github.com/osTicket/osTicket/blob/develop/include/class.export.php",
        {"status": "current status", "agent": "agent assigned", "group": "department"},
    ),
    Export(
        "osTicket",
        "en",
        "https://github.com/osTicket/osTicket/blob/develop/include/class.ticket.php",
        {"category": "help topic"},
    ),
    Export(
        "Jira Service Management",
        "en",
        "https://confluence.atlassian.com/adminjiraserver0816/"
        "data-pipeline-export-schema-1063165071.html",
        {"customer": "reporter|reporter name", "priority": "priority name"},
    ),
    Export(
        "Jira Service Management",
        "en",
        _PUBLIC + "%22Customer+Request+Type%22+%22Custom+field+(Time+to+first+response)%22",
        {"kind": "customer request type"},
    ),
    Export(
        "Jira Service Management",
        "de",
        _PUBLIC + "%22Vorgangsschlüssel%22+%22Zugewiesene+Person%22",
        {
            "external_id": "Vorgangsschlüssel",
            "opened_at": "Erstellt",
            "updated_at": "Aktualisiert",
            "agent": "Zugewiesene Person",
            "category": "Vorgangstyp",
            "priority": "Priorität",
            "subject": "Zusammenfassung",
        },
    ),
    Export(
        "Jira Service Management",
        "fr",
        _PUBLIC + "%22Clé+de+ticket%22+%22Création%22",
        {
            "external_id": "Clé de ticket",
            "opened_at": "Création|Créé",
            "updated_at": "Mis à jour",
            "status": "État|Statut",
            "agent": "Responsable",
            "category": "Type de ticket",
            "priority": "Priorité",
            "subject": "Résumé",
        },
    ),
    Export(
        "Jira Service Management",
        "es",
        _PUBLIC + "%22Clave+de+incidencia%22+%22Creada%22+%22Resuelta%22",
        {
            "external_id": "Clave de incidencia",
            "opened_at": "Creada",
            "resolved_at": "Resuelta",
            "updated_at": "Actualizada",
            "status": "Estado",
            "agent": "Persona asignada",
            "category": "Tipo de incidencia",
            "priority": "Prioridad",
            "customer": "Informador",
            "subject": "Resumen",
        },
    ),
    Export(
        "Jira Service Management",
        "pt",
        _PUBLIC + "%22Chave+da+item%22+%22Criado%22+%22Resolvido%22",
        {
            "external_id": "Chave da item|Chave do item",
            "opened_at": "Criado",
            "resolved_at": "Resolvido",
            "agent": "Responsável",
            "category": "Tipo de item",
            "priority": "Prioridade",
            "subject": "Resumo",
        },
    ),
    Export(
        "Jira Service Management",
        "ko",
        _PUBLIC + "%22이슈+키%22+%22생성일%22+%22담당자%22",
        {
            "external_id": "이슈 키",
            "opened_at": "생성일",
            "updated_at": "변경일",
            "status": "상태",
            "agent": "담당자",
            "category": "이슈 유형",
            "priority": "우선순위",
            "customer": "보고자",
            "subject": "요약",
        },
    ),
    Export(
        "Backlog",
        "ja",
        _PUBLIC + "%22課題キー%22+%22件名%22+%22担当者%22",
        {"external_id": "課題キー", "subject": "件名", "agent": "担当者"},
    ),
    Export(
        "Zoho Desk",
        "en",
        _PUBLIC + "%22Ticket+Closed+Time%22+%22Happiness+Rating%22+%22Ticket+Owner%22",
        {
            "closed_at": "ticket closed time",
            "updated_at": "modified time",
            "agent": "ticket owner",
            "kind": "classifications",
            "csat_score": "happiness rating",
        },
    ),
    Export(
        "Zoho SalesIQ",
        "en",
        "https://help.zoho.com/portal/en/kb/salesiq-2-0/for-administrators/conversations/articles/"
        "understanding-conversation-information-in-salesiq",
        {
            "external_id": "thread id",
            "opened_at": "initiated at",
            "handed_off_at": "bot transfer time",
        },
    ),
    Export(
        "HubSpot",
        "en",
        _PUBLIC + "%22first_agent_reply_date%22+%22hs_pipeline_stage%22+%22createdate%22",
        {
            "first_response_at": "first agent reply date",
            "updated_at": "hs lastmodifieddate",
            "status": "hs pipeline stage",
            "channel": "source type",
            "agent": "hubspot owner id",
            "priority": "hs ticket priority",
            "category": "hs ticket category",
        },
    ),
    Export(
        "Salesforce",
        "en",
        "https://developer.salesforce.com/docs/atlas.en-us.218.0.sfFieldRef.meta/sfFieldRef/"
        "salesforce_field_reference_Case.htm",
        {
            "opened_at": "date/time opened",
            "closed_at": "date/time closed",
            "category": "case reason",
        },
    ),
    Export(
        "Front",
        "en",
        "https://dev.frontapp.com/reference-link/create-analytics-export",
        {"opened_at": "segment start", "customer": "contact handle"},
    ),
    Export(
        "Gorgias",
        "en",
        "https://gist.github.com/SeanMancillas/e61144447f8cd10d2551c13e6cd02d0f",
        {"opened_at": "created datetime|ticket created time"},
    ),
    Export(
        "Spiceworks",
        "en",
        _PUBLIC + "%22Spiceworks%22+%22Ticket+Number%22+%22Created+On%22",
        {"opened_at": "created on"},
    ),
    Export(
        "OTRS, Znuny",
        "en",
        "https://github.com/znuny/Znuny/blob/dev/Kernel/System/Stats/Dynamic/TicketList.pm",
        {
            "resolved_at": "SolutionTime",
            "updated_at": "last changed",
            "agent": "agent/owner",
            "group": "queue",
            "customer": "customer user",
        },
    ),
    Export(
        "OTRS, Znuny",
        "fr",
        "https://github.com/znuny/Znuny/blob/dev/Kernel/Language/fr.pm",
        {"closed_at": "Date de clôture|Date de fermeture"},
    ),
    Export(
        "OTRS, Znuny",
        "pt",
        "https://github.com/znuny/Znuny/blob/dev/Kernel/Language/pt_BR.pm",
        {"closed_at": "Hora de Fechamento", "agent": "Atendente/Proprietário"},
    ),
    Export(
        "GLPI",
        "en",
        "https://help.glpi-project.org/documentation/modules/assistance/tickets/ticketmanagement",
        {"opened_at": "opening date", "channel": "request source"},
    ),
)
